import type { VisualKind } from '@vividly/lesson';
import type { Layout } from '../stage.ts';
import { analogy } from './analogy.ts';
import { chart } from './chart/index.ts';
import { comparison } from './comparison.ts';
import { correction } from './correction.ts';
import { diagram } from './diagram/index.ts';
import { formula } from './formula.ts';
import { question } from './question.ts';
import { recap } from './recap.ts';
import { sources } from './sources.ts';
import { steps } from './steps.ts';
import { timeline } from './timeline.ts';
import { title } from './title.ts';
import { workedExample } from './worked-example.ts';

/** A layout for every kind of visual: a missing one does not compile. */
export const layouts: { readonly [K in VisualKind]: Layout<K> } = {
  title,
  question,
  steps,
  comparison,
  chart,
  formula,
  diagram,
  timeline,
  analogy,
  correction,
  worked_example: workedExample,
  recap,
  sources,
};
