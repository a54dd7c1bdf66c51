export * from './retrieval/lexical.ts';
export * from './retrieval/port.ts';
