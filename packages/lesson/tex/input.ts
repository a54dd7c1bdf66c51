import { createRequire } from 'node:module';
import type * as tex from '@mathjax/src/cjs/input/tex.js';

/** What reads TeX: the mathematics of LaTeX and AMS; no macros of one's own, no colours, no links. */
export type TexInput = tex.TeX<unknown, unknown, unknown>;

const load = createRequire(import.meta.url);

/**
 * A reader of TeX. MathJax is loaded at the first call, not when this module is: that takes 0.15 s and 13 MB.
 * What it cannot read, it throws as MathJax's TexError instead of typesetting the message.
 */
export function createTexInput(): TexInput {
  // What it needs later is required at once, so that typesetting never has to wait.
  load('@mathjax/src/cjs/util/asyncLoad/node.js');
  load('@mathjax/src/cjs/input/tex/base/BaseConfiguration.js');
  load('@mathjax/src/cjs/input/tex/ams/AmsConfiguration.js');
  const { TeX: Input } = load('@mathjax/src/cjs/input/tex.js') as typeof tex;
  return new Input<unknown, unknown, unknown>({
    packages: ['base', 'ams'],
    formatError: (_: unknown, error: Error) => {
      throw error;
    },
  });
}
