import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { contentHash } from './hash.ts';
import { interestSchema, type Interest } from './interest.ts';
import { topicSchema, type Topic } from './schema.ts';

export { contentHash } from './hash.ts';
export * from './interest.ts';
export * from './schema.ts';

const require = createRequire(import.meta.url);
const libraryDir = join(dirname(require.resolve('@vividly/knowledge/package.json')), 'library');

/** A library file that the schema refuses. `message` names the file and every reason. */
export class LibraryError extends Error {
  override readonly name = 'LibraryError';
}

function load<T extends z.ZodType>(file: string, schema: T): z.infer<T> {
  const result = schema.safeParse(parse(readFileSync(join(libraryDir, file), 'utf8')));
  if (!result.success) throw new LibraryError(`${file}\n${z.prettifyError(result.error)}`);
  return result.data;
}

const topics = new Map<string, Topic>();

/** One topic; its file is read and validated once a process. Throws `LibraryError`. */
export function loadTopic(slug: string): Topic {
  const topic = topics.get(slug) ?? load(join('topics', `${slug}.yaml`), topicSchema);
  topics.set(slug, topic);
  return topic;
}

/** Slugs of all topic files, sorted. */
export function topicSlugs(): string[] {
  return readdirSync(join(libraryDir, 'topics'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

/** All interests, in file order. Throws `LibraryError`. */
export function loadInterests(): Interest[] {
  return load('interests.yaml', z.array(interestSchema));
}

/** The whole library, read and validated once. */
export interface Library {
  topics: Topic[];
  interests: Interest[];
  /** Of all content: changes when a word of it changes. */
  hash: string;
}

/** Reads every topic and interest. Throws `LibraryError`. */
export function loadLibrary(): Library {
  const topics = topicSlugs().map(loadTopic);
  const interests = loadInterests();
  return { topics, interests, hash: contentHash({ topics, interests }) };
}
