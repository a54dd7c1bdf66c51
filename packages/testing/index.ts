export * from './services/test-database.ts';
export * from './gemini/index.ts';
export * from './s3/index.ts';
export * from './until.ts';
