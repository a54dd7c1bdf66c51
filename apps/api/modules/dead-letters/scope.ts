import type { Request, Response } from 'express';
import { UserRole } from '@vividly/db/enums';
import type { DeadLetterAct } from '@vividly/engine';
import { Problem } from '../../http/problems.ts';
import { callerOf } from '../../http/request-state.ts';
import { uuid } from '../../http/uuid.ts';

/** What the caller may see: one organization's, or (undefined) every organization's. */
export interface AdminScope {
  organizationId: string | undefined;
}

/** The scope of an admin's API key. Throws `forbidden` for every other one. */
export function adminScopeOf(res: Response): AdminScope {
  const { role, organizationId } = callerOf(res);
  if (role === UserRole.super_admin) return { organizationId: undefined };
  if (role === UserRole.admin) return { organizationId };
  throw new Problem('forbidden', 'Only admins may look at dead letters and settle them.');
}

/** Another organization's id and an id that does not exist give the same answer. */
export function deadLetterNotFound(id: string): Problem {
  return new Problem('dead_letter_not_found', `There is no dead letter ${id}.`);
}

/** Who acts on which dead letter. Throws `forbidden`, and `dead_letter_not_found` for what cannot be an id. */
export function actOf(req: Request, res: Response): DeadLetterAct {
  const scope = adminScopeOf(res);
  const id = String(req.params['id']);
  if (!uuid.test(id)) throw deadLetterNotFound(id);
  return { ...scope, id, by: `user:${callerOf(res).userId}` };
}
