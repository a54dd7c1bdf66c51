export * from './protocol.ts';
export * from './replies.ts';
export * from './server.ts';
