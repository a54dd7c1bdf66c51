/** Storage by itself, for processes that keep files but neither write nor speak. */
export { ProviderError } from '../errors.ts';
export * from './configured.ts';
export * from './files.ts';
export type * from './port.ts';
export * from './s3.ts';
