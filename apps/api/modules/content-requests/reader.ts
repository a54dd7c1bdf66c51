import type { Request, Response } from 'express';
import type { Database, Prisma } from '@vividly/db';
import type { ContractCatalogue } from '@vividly/engine';
import { Problem } from '../../http/problems.ts';
import { callerOf } from '../../http/request-state.ts';
import { uuid } from '../../http/uuid.ts';
import { createStageMedians } from './eta.ts';
import type { RequestView } from './schema.ts';
import { isRunning, requestView, viewed, type RequestRow } from './view.ts';

/** Names a content request within the caller's organization: nothing is ever looked up by id alone. */
export interface RequestKey {
  requestId: string;
  organizationId: string;
}

/** Another organization's id and an id that does not exist give the same answer. */
export function requestNotFound(id: string): Problem {
  return new Problem('request_not_found', `There is no content request ${id}.`);
}

/** The key that path and API key name. Throws `request_not_found` for what cannot be an id. */
export function requestKeyOf(req: Request, res: Response): RequestKey {
  const requestId = String(req.params['id']);
  if (!uuid.test(requestId)) throw requestNotFound(requestId);
  return { requestId, organizationId: callerOf(res).organizationId };
}

/** Reads content requests as clients see them. */
export interface RequestReader {
  /** Throws `request_not_found`. */
  read(key: RequestKey): Promise<RequestView>;
  list(query: Pick<Prisma.ContentRequestFindManyArgs, 'where' | 'orderBy' | 'take'>): Promise<RequestView[]>;
}

export function createRequestReader(db: Database, contracts: ContractCatalogue): RequestReader {
  const stageMedians = createStageMedians(db, 5_000);
  const views = async (rows: RequestRow[]) => {
    const estimate = rows.some(isRunning) ? { medians: await stageMedians(), now: new Date() } : null;
    return rows.map((row) => requestView(row, contracts, estimate));
  };
  return {
    async read({ requestId, organizationId }) {
      const row = await db.contentRequest.findFirst({
        where: { id: requestId, organizationId },
        ...viewed,
      });
      const [view] = await views(row ? [row] : []);
      if (!view) throw requestNotFound(requestId);
      return view;
    },
    list: async (query) => views(await db.contentRequest.findMany({ ...query, ...viewed })),
  };
}
