import type { RequestHandler } from 'express';
import { Problem } from './problems.ts';

/** Largest body where a route does not say otherwise, in bytes. */
export const usualBodyLimit = 256 * 1024;

/** Refuses a body that does not say that it is JSON, or that is compressed. */
export const requireJson: RequestHandler = (req, _res, next) => {
  // Without a body there is nothing to refuse here: validation says what is missing.
  if (req.get('content-length') !== '0' && req.is('application/json') === false)
    throw new Problem('unsupported_media_type', `The body came as ${req.get('content-type') ?? 'no type'}.`, {
      headers: { Accept: 'application/json' },
    });
  next();
};
