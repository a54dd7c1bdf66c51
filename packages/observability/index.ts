export * from './context.ts';
export * from './logger.ts';
export * from './metrics.ts';
export { startProbeServer } from './probe-server.ts';
export { measureCalls, type ProviderCall } from './provider-calls.ts';
export * from './lifecycle.ts';
