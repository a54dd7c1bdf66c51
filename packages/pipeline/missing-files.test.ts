import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PipelineStage } from '@vividly/db/enums';
import { missingFiles, storedFilesIn } from './missing-files.ts';
import { openWorkbench, type Workbench } from './test/workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

/** Stores `content` under `key`. */
async function stored(key: string, content = 'some content') {
  const { workDir } = await bench.task(PipelineStage.notification);
  const path = join(workDir, 'file');
  await writeFile(path, content);
  return bench.storage.put(key, path, 'text/plain');
}

describe('files an output refers to', () => {
  test('are found wherever they stand, in order', async () => {
    const [one, two, three] = [await stored('a/1'), await stored('a/2'), await stored('a/3')];
    const output = { script: { scenes: [{ file: one }, [{ deep: { er: two } }]] }, file: three, note: null };
    expect(storedFilesIn(output)).toEqual([one, two, three]);
    expect(storedFilesIn(one)).toEqual([one]);
  });

  test('are not made out of what merely looks like one', () => {
    expect(storedFilesIn({ key: 'a', bytes: 3 })).toEqual([]);
    expect(
      storedFilesIn([null, undefined, 'key', 7, { key: 'a', bytes: 0, sha256: 'x', contentType: '' }]),
    ).toEqual([]);
  });
});

test('nothing is missing while storage holds every file', async () => {
  expect(
    await missingFiles(bench.storage, { files: [{ file: await stored('a/1') }, await stored('a/2')] }),
  ).toEqual([]);
  expect(await missingFiles(bench.storage, { text: 'no files' })).toEqual([]);
});

test('vanished files are named, however deep, and only they', async () => {
  const output = { speech: { audio: await stored('a/1') }, files: [{ file: await stored('a/2') }] };
  await bench.storage.delete('a/2');
  expect(await missingFiles(bench.storage, output)).toEqual(['a/2']);
  await bench.storage.delete('a/1');
  expect(await missingFiles(bench.storage, output)).toEqual(['a/1', 'a/2']);
});

test('a truncated file is missing: another size is another file', async () => {
  const file = await stored('a/1');
  await truncate(join(bench.storageRoot, 'a/1'), 3);
  expect(await missingFiles(bench.storage, [file])).toEqual(['a/1']);
});
