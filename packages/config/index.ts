export { concurrencyKey, type FieldMeta } from './fields.ts';
export * from './load.ts';
export * from './processes.ts';
