import type { Response } from 'express';
import { UserRole } from '@vividly/db/enums';
import { brandSchema, type Brand } from '@vividly/lesson';
import type { AppDeps } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { apiPrefix } from '../../http/paths.ts';
import { Problem } from '../../http/problems.ts';
import { callerOf } from '../../http/request-state.ts';
import { keepLogo } from './logo.ts';
import { brandingSchema, newBrandingSchema } from './schema.ts';

const path = `${apiPrefix}/organization/branding`;
const tag = 'Organization';
const answer = {
  description: 'The branding as it is now.',
  content: { 'application/json': { schema: brandingSchema } },
};
const admins: readonly UserRole[] = [UserRole.admin, UserRole.super_admin];

/** How the organization's lessons look. */
export function brandingEndpoints(deps: AppDeps): Endpoint[] {
  const { db } = deps;
  const read = endpoint({
    method: 'get',
    path,
    access: 'api_key',
    operationId: 'readBranding',
    tag,
    summary: 'See how your organization’s lessons look',
    description: 'Name, colour, font and logo that lessons are drawn with.',
    answers: { 200: answer },
    problems: [],
    async handle(_req, res) {
      const { name, branding } = await db.organization.findUniqueOrThrow({
        where: { id: callerOf(res).organizationId },
        select: { name: true, branding: true },
      });
      send(
        res,
        branding === null ? { name, accent: null, font: null, logo: null } : brandSchema.parse(branding),
      );
    },
  });
  const write = endpoint({
    method: 'put',
    path,
    access: 'api_key',
    operationId: 'writeBranding',
    tag,
    summary: 'Say how your organization’s lessons look',
    description:
      'Replaces the branding. It is for requests from now on; those that were accepted keep what was.',
    input: { body: newBrandingSchema },
    answers: { 200: answer },
    problems: ['forbidden', 'invalid_logo', 'storage_unavailable'],
    async handle(_req, res, { body }) {
      const { organizationId, role } = callerOf(res);
      if (!admins.includes(role)) throw new Problem('forbidden', 'Only admins may change the branding.');
      const logo = body.logo === null ? null : await keepLogo(deps, organizationId, body.logo);
      const brand: Brand = { ...body, logo };
      await db.organization.update({ where: { id: organizationId }, data: { branding: brand } });
      send(res, brand);
    },
  });
  return [read, write];
}

function send(res: Response, { name, accent, font, logo }: Brand): void {
  const shown = logo && { bytes: logo.bytes, contentType: logo.contentType, sha256: logo.sha256 };
  res.set('Cache-Control', 'no-store').json({ name, accent, font, logo: shown });
}
