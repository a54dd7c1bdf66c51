export * from './errors.ts';
export * from './llm/port.ts';
export * from './llm/gemini/writer.ts';
export * from './speech/port.ts';
export * from './storage/port.ts';
export * from './storage/files.ts';
export * from './storage/s3.ts';
