export * from './context.ts';
export * from './logger.ts';
export * from './metrics.ts';
