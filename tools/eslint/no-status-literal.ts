import { AST_NODE_TYPES as Node, ESLintUtils, type TSESTree } from '@typescript-eslint/utils';
import { placeOf } from './place.ts';
import { enumAt, memberInSql, type Vocabulary } from './vocabulary.ts';

type Options = [{ vocabulary: Vocabulary; sql: 'forbidden' | 'allowed' }];
type Message = 'literal' | 'sql';

/** Strings that are names or addresses, not values. */
function isName(node: TSESTree.Literal): boolean {
  const { parent } = node;
  if (parent.type === Node.Property || parent.type === Node.PropertyDefinition) return parent.key === node;
  return (
    parent.type === Node.ImportDeclaration ||
    parent.type === Node.ExportNamedDeclaration ||
    parent.type === Node.ExportAllDeclaration
  );
}

/**
 * Forbids members of the enums of prisma/schema.prisma as strings (DESIGN §3): a renamed member must break the
 * compiler, not a comparison. Members are ordinary words too ('failed', 'pending'), so a string counts only where its
 * type or the name of its place says that it is a status or a stage. With `sql: 'forbidden'` the same holds for
 * constants inside SQL text.
 */
export const noStatusLiteral = ESLintUtils.RuleCreator.withoutDocs<Options, Message>({
  meta: {
    type: 'problem',
    defaultOptions: [{ vocabulary: {}, sql: 'forbidden' }],
    docs: { description: 'forbid members of the database enums as strings' },
    messages: {
      literal: "'{{value}}' is a member of {{name}}: import the enum from @vividly/db/enums.",
      sql: "SQL outside packages/db and packages/engine says '{{value}}': pass the enum's member as a parameter.",
    },
    schema: [
      {
        type: 'object',
        properties: {
          vocabulary: {
            type: 'object',
            additionalProperties: { type: 'array', items: { type: 'string' } },
          },
          sql: { type: 'string', enum: ['forbidden', 'allowed'] },
        },
        required: ['vocabulary', 'sql'],
        additionalProperties: false,
      },
    ],
  },
  create(context, [{ vocabulary, sql }]) {
    const services = ESLintUtils.getParserServices(context);
    const checker = services.program.getTypeChecker();
    const members = new Set(Object.values(vocabulary).flat());

    function checkValue(node: TSESTree.Node, value: string) {
      if (!members.has(value)) return;
      const name = enumAt(value, placeOf(node, services), vocabulary, checker);
      if (name !== null) context.report({ node, messageId: 'literal', data: { value, name } });
    }
    function checkSql(node: TSESTree.Node, text: string) {
      if (sql === 'allowed') return;
      const value = memberInSql(text, vocabulary);
      if (value !== null) context.report({ node, messageId: 'sql', data: { value } });
    }
    return {
      Literal(node) {
        if (typeof node.value !== 'string' || isName(node)) return;
        checkValue(node, node.value);
        checkSql(node, node.value);
      },
      TemplateLiteral(node) {
        const [only] = node.quasis;
        if (only && node.quasis.length === 1) checkValue(node, only.value.cooked ?? only.value.raw);
        // Parameters stand between the parts; what matters is each constant and the column before it.
        checkSql(node, node.quasis.map((part) => part.value.raw).join('$'));
      },
    };
  },
});
