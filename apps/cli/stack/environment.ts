import { readFileSync } from 'node:fs';

/** Environment variables as a process gets them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The URL that the environment gives under `name`, itself or in the file that `name_FILE` names; null for neither. */
export function givenUrl(environment: Environment, name: 'DATABASE_URL' | 'REDIS_URL'): string | null {
  const url = environment[name];
  if (url !== undefined && url !== '') return url;
  const file = environment[`${name}_FILE`];
  return file === undefined || file === '' ? null : readFileSync(file, 'utf8').trim();
}
