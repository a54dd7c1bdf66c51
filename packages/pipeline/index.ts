export * from './announcer.ts';
export * from './contracts.ts';
export * from './finish.ts';
export * from './missing-files.ts';
export type * from './ports.ts';
export * from './registry.ts';
export * from './written-script.ts';
