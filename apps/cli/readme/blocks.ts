/**
 * What is done with a shell block of README.md: `run` is executed at the repository's root, `api` against a running
 * API with `$VIVIDLY_URL` and `$VIVIDLY_KEY`, `show` is only parsed (it needs what tests cannot have, or runs the tests).
 */
export type BlockUse = 'run' | 'api' | 'show';

export interface ShellBlock {
  use: BlockUse;
  script: string;
  /** Line of the fence in the file, from 1. */
  line: number;
}

const uses: readonly BlockUse[] = ['run', 'api', 'show'];

/** The blocks that start with three backticks and `sh`. Each says its use after that: throws for one that does not. */
export function shellBlocks(markdown: string): ShellBlock[] {
  const blocks: ShellBlock[] = [];
  let open: { language: string; line: number; lines: string[] } | null = null;
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(text);
    if (!fence) {
      open?.lines.push(text);
    } else if (open === null) {
      open = { language: (fence[1] ?? '').trim(), line: index + 1, lines: [] };
    } else {
      const [language, use] = open.language.split(/\s+/);
      if (language === 'sh')
        blocks.push({ use: useOf(use, open.line), script: open.lines.join('\n'), line: open.line });
      open = null;
    }
  }
  if (open !== null) throw new Error(`line ${open.line}: this block does not end`);
  return blocks;
}

function useOf(word: string | undefined, line: number): BlockUse {
  const use = uses.find((known) => known === word);
  if (use === undefined) throw new Error(`line ${line}: write one of ${uses.join(', ')} after \`\`\`sh`);
  return use;
}
