import { AsyncLocalStorage } from 'node:async_hooks';

/** Ids that every log line of one piece of work carries. */
export interface LogContext {
  requestId?: string;
  correlationId?: string;
  taskId?: string;
  stage?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work` with ids that every log line written in it carries, added to those that are set already. */
export function withContext<T>(context: LogContext, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...context }, work);
}

/** The ids of the work that is being done; empty outside of any. */
export function currentContext(): LogContext {
  return { ...storage.getStore() };
}
