import { z } from 'zod';

/** How topics and interests are named in addresses, files and rows: `newtons-third-law`. */
export const slugSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
