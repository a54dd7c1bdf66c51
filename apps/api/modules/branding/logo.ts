import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredFile } from '@vividly/lesson';
import type { AppDeps } from '../../deps.ts';
import { Problem } from '../../http/problems.ts';
import { logoLimit } from './schema.ts';

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
};

/**
 * Keeps the logo of a data URI under its content's hash: requests that were accepted with an earlier one still find it.
 * Throws `invalid_logo` for what cannot be drawn.
 */
export async function keepLogo(
  { storage, checkLogo }: Pick<AppDeps, 'storage' | 'checkLogo'>,
  organizationId: string,
  dataUri: string,
): Promise<StoredFile> {
  const [head = '', data = ''] = dataUri.split(',');
  const contentType = head.slice('data:'.length, -';base64'.length);
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > logoLimit)
    throw new Problem('invalid_logo', `The logo has ${bytes.length} bytes; at most ${logoLimit} are taken.`);
  const reason = await checkLogo(bytes);
  if (reason !== null) throw new Problem('invalid_logo', reason);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const directory = await mkdtemp(join(tmpdir(), 'vividly-logo-'));
  try {
    const path = join(directory, 'logo');
    await writeFile(path, bytes);
    const key = `branding/${organizationId}/${sha256}.${endings[contentType] ?? 'bin'}`;
    return await storage.put(key, path, contentType);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
