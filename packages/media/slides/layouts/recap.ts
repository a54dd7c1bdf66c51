import type { Layout } from '../stage.ts';
import { markedList } from './marked-list.ts';

/** What to take along: ticked cards. */
export const recap: Layout<'recap'> = markedList('check', 2);
