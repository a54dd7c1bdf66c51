import type { Layout } from '../stage.ts';
import { markedList } from './marked-list.ts';

/** Where to read on: a card for each source, marked as a book. */
export const sources: Layout<'sources'> = markedList('book', 3);
