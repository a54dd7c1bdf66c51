export * from './client.ts';
export * from './connection.ts';
export * from './enums.ts';
export * from './events.ts';
export * from './move-request.ts';
export * from './state-machine.ts';
