export * from './visual.ts';
export * from './script.ts';
export * from './speech.ts';
