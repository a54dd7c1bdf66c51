import {
  AST_NODE_TYPES as Node,
  type ParserServicesWithTypeInformation,
  type TSESTree,
} from '@typescript-eslint/utils';
import ts from 'typescript';
import type { Place } from './vocabulary.ts';

/** Query operators of Prisma: `{ status: { in: [...] } }` says something about `status`. */
const operators = new Set(['equals', 'has', 'hasEvery', 'hasSome', 'in', 'not', 'notIn', 'set']);
/** Jest matchers whose argument is compared with what `expect` got. */
const matchers = new Set(['toBe', 'toEqual', 'toStrictEqual', 'toContain', 'toContainEqual']);
/** Methods of arrays and sets whose argument is compared with, or becomes, an element. */
const elementMethods = new Set([
  'add',
  'delete',
  'has',
  'includes',
  'indexOf',
  'lastIndexOf',
  'push',
  'unshift',
]);

function nameOf(node: TSESTree.Node): string | null {
  switch (node.type) {
    case Node.Identifier:
      return node.name;
    case Node.Literal:
      return typeof node.value === 'string' ? node.value : null;
    case Node.MemberExpression:
      return nameOf(node.property);
    case Node.CallExpression:
      return nameOf(node.callee);
    case Node.AwaitExpression:
    case Node.UnaryExpression:
      return nameOf(node.argument);
    case Node.ChainExpression:
    case Node.TSNonNullExpression:
    case Node.TSAsExpression:
      return nameOf(node.expression);
    default:
      return null;
  }
}

/** The argument of the `expect(…)` at the start of a chain of matchers. */
function expected(callee: TSESTree.MemberExpression): TSESTree.Node | null {
  let object: TSESTree.Node = callee.object;
  while (object.type === Node.MemberExpression) object = object.object;
  if (object.type !== Node.CallExpression || nameOf(object.callee) !== 'expect') return null;
  return object.arguments[0] ?? null;
}

/** What the string is compared with or added to, or null where it merely becomes a value. */
function counterpart(child: TSESTree.Node, parent: TSESTree.Node): TSESTree.Node | null {
  if (parent.type === Node.BinaryExpression && ['===', '!==', '==', '!='].includes(parent.operator)) {
    return parent.left === child ? parent.right : parent.left;
  }
  if (parent.type === Node.SwitchCase) return parent.parent.discriminant;
  if (parent.type === Node.AssignmentExpression && parent.right === child) return parent.left;
  if (parent.type === Node.AssignmentPattern && parent.right === child) return parent.left;
  if (parent.type === Node.VariableDeclarator && parent.init === child) return parent.id;
  if (parent.type === Node.CallExpression && parent.callee.type === Node.MemberExpression) {
    const method = nameOf(parent.callee) ?? '';
    if (matchers.has(method)) return expected(parent.callee);
    if (elementMethods.has(method)) return parent.callee.object;
  }
  return null;
}

/** Whether the string passes through the parent unchanged: the parent stands where the string would. */
function isTransparent(child: TSESTree.Node, parent: TSESTree.Node): boolean {
  switch (parent.type) {
    case Node.ArrayExpression:
    case Node.LogicalExpression:
    case Node.TSAsExpression:
    case Node.TSSatisfiesExpression:
    case Node.TSNonNullExpression:
    case Node.TSLiteralType:
    case Node.TSUnionType:
    case Node.TSArrayType:
    case Node.TSTypeAnnotation:
    case Node.TSTypeOperator:
      return true;
    case Node.ConditionalExpression:
      return parent.test !== child;
    case Node.Property:
      return operators.has(nameOf(parent.key) ?? '');
    case Node.ObjectExpression:
      return child.type === Node.Property && operators.has(nameOf(child.key) ?? '');
    case Node.NewExpression:
      return nameOf(parent.callee) === 'Set';
    default:
      return false;
  }
}

function nameOfOwner(child: TSESTree.Node, owner: TSESTree.Node): string | null {
  switch (owner.type) {
    case Node.Property:
      return owner.value === child ? nameOf(owner.key) : null;
    case Node.PropertyDefinition:
    case Node.TSPropertySignature:
      return nameOf(owner.key);
    case Node.TSTypeAliasDeclaration:
      return nameOf(owner.id);
    case Node.Identifier:
      return owner.name;
    default:
      return null;
  }
}

/** The type as declared, before control flow narrowed it. */
function declaredType(node: TSESTree.Node, services: ParserServicesWithTypeInformation): ts.Type {
  const checker = services.program.getTypeChecker();
  const symbol = services.getSymbolAtLocation(
    node.type === Node.MemberExpression && !node.computed ? node.property : node,
  );
  return symbol ? checker.getTypeOfSymbol(symbol) : services.getTypeAtLocation(node);
}

/** Where a string stands: by what name, and among which types. */
export function placeOf(node: TSESTree.Node, services: ParserServicesWithTypeInformation): Place {
  const types: ts.Type[] = [];
  const tsNode = services.esTreeNodeToTSNodeMap.get(node);
  const contextual = ts.isExpression(tsNode)
    ? services.program.getTypeChecker().getContextualType(tsNode)
    : undefined;
  if (contextual) types.push(contextual);
  let child = node;
  let parent = node.parent;
  while (parent && isTransparent(child, parent)) {
    if (parent.type === Node.TSUnionType) types.push(services.getTypeAtLocation(parent));
    child = parent;
    parent = parent.parent;
  }
  if (!parent) return { name: null, types };
  const other = counterpart(child, parent);
  if (other) return { name: nameOf(other), types: [...types, declaredType(other, services)] };
  if (parent.type === Node.TSTypeParameterInstantiation) {
    // Extract<StageStatus, 'pending'>: the other arguments say what the string is picked from.
    const others = parent.params.filter((param) => param !== child);
    return { name: null, types: others.map((param) => services.getTypeAtLocation(param)) };
  }
  return { name: nameOfOwner(child, parent), types };
}
