import type { Redis } from 'ioredis';
import type { Database } from '@vividly/db';
import type { ContractCatalogue, PlanContext } from '@vividly/engine';
import type { Metrics } from '@vividly/observability';
import type { WrittenScript } from '@vividly/pipeline';
import type { ObjectStorage } from '@vividly/providers/storage';
import type { EventFeed } from './modules/events/feed.ts';
import type { SpeechEngines } from './modules/voices/catalogue.ts';

/** Structured log lines; pino's logger is one. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What runs. */
export interface Build {
  version: string;
  /** Git commit, or `unknown`. */
  commit: string;
  /** Name of the newest migration that this build knows. */
  schemaVersion: string;
}

/** How event streams wait, in ms. */
export interface StreamTimings {
  /** A comment goes out this often, so that proxies keep the connection and dead clients show. */
  heartbeat: number;
  /** The database is asked this often even if no notification came. */
  poll: number;
  /** A client that takes nothing for so long is cut off. */
  drain: number;
}

/** How long a readiness answer may take and may be reused. */
export interface ReadinessLimits {
  /** A dependency that has not answered by then counts as down, in ms. */
  timeoutMs: number;
  /** An answer serves everyone who asks within this time, in ms. */
  ttlMs: number;
}

/** Everything the HTTP application works with; `createApp` makes none of it. */
export interface AppDeps {
  db: Database;
  storage: ObjectStorage;
  /** Only looked at by the readiness check: requests reach Redis through the outbox. */
  redis: Pick<Redis, 'info'>;
  contracts: ContractCatalogue;
  /** The configured voice engine and its fallbacks: what lessons may ask for, and how it sounds. */
  voices: SpeechEngines;
  /** Why bytes cannot be drawn as a logo; null when they can. */
  checkLogo: (bytes: Uint8Array) => Promise<string | null>;
  /** Keys of files that a task's output refers to and that storage no longer holds. */
  missingFiles: (output: unknown) => Promise<string[]>;
  /** The script of a lesson; null while there is none. */
  writtenScriptOf: (context: PlanContext) => WrittenScript | null;
  feed: EventFeed;
  logger: Logger;
  metrics: Pick<Metrics, 'contentType' | 'render' | 'observeRequest'>;
  build: Build;
  /** Fires when the server stops: open event streams end. */
  stopping: AbortSignal;
  /** Other timings than the defaults, for tests. */
  streamTimings?: StreamTimings;
  readiness?: ReadinessLimits;
}
