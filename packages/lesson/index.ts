export * from './content-type.ts';
export * from './visual.ts';
export * from './script.ts';
export * from './edit.ts';
export * from './speech.ts';
export * from './presentation.ts';
export * from './rules/index.ts';
export * from './transcript.ts';
