import { storedFileSchema, type StoredFile } from '@vividly/lesson';
import type { ObjectStorage } from '@vividly/providers';

/** Every stored file that a task's output refers to, wherever in it. */
export function storedFilesIn(output: unknown): StoredFile[] {
  const file = storedFileSchema.safeParse(output);
  if (file.success) return [file.data];
  if (typeof output !== 'object' || output === null) return [];
  return Object.values(output).flatMap(storedFilesIn);
}

/** Keys of the files that `output` refers to and that storage does not hold in that size. */
export async function missingFiles(storage: ObjectStorage, output: unknown): Promise<string[]> {
  const checked = await Promise.all(
    storedFilesIn(output).map(async (file) => ({ file, found: await storage.stat(file.key) })),
  );
  return checked.filter(({ file, found }) => found?.bytes !== file.bytes).map(({ file }) => file.key);
}
