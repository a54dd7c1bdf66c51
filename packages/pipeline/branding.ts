import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Brand } from '@vividly/lesson';
import type { BrandSource } from '@vividly/media';
import type { ObjectStorage } from '@vividly/providers';

/** The organization's branding with its logo, fetched by way of `workDir`; null without one. */
export async function fetchBranding(
  storage: ObjectStorage,
  brand: Brand | null,
  workDir: string,
): Promise<BrandSource | null> {
  if (brand === null) return null;
  const { accent, font, logo } = brand;
  if (logo === null) return { accent, font, logo: null };
  const path = join(workDir, 'logo');
  await storage.download(logo, path);
  return { accent, font, logo: await readFile(path) };
}
