import { PrismaPg } from '@prisma/adapter-pg';
import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import { DatabaseError } from 'pg';

/** A script that the server refused. Sent whole it ran in one implicit transaction, so nothing of it was kept. */
export interface ScriptFailure {
  script: string;
  error: DatabaseError;
}

/**
 * The `pg` adapter with migration scripts sent whole. The stock adapter cuts them at every semicolon, which breaks
 * function bodies; sent as one simple query the server parses them itself, in one implicit transaction, as the native
 * engine does.
 */
export class ScriptAdapterFactory extends PrismaPg {
  /** The last script that the server refused: the engine passes on its message, but not where in the script. */
  failure: ScriptFailure | null = null;

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    const pool = adapter.underlyingDriver();
    adapter.executeScript = async (script: string) => {
      try {
        await pool.query(script);
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
        this.failure = { script, error };
        throw new DriverAdapterError({
          kind: 'postgres',
          code: error.code ?? 'XX000',
          severity: error.severity ?? 'ERROR',
          message: error.message,
          detail: error.detail,
          column: error.column,
          hint: error.hint,
          originalCode: error.code ?? 'XX000',
          originalMessage: error.message,
        });
      }
    };
    return adapter;
  }
}
