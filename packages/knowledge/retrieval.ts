export * from './retrieval/lexical.ts';
export type * from './retrieval/port.ts';
