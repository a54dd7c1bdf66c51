export * from './protocol.ts';
export * from './replies.ts';
export * from './server.ts';
export * from './lesson-document.ts';
export * from './writer-replies.ts';
