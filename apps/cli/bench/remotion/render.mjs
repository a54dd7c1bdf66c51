// Renders the lesson of lesson.json into every file that is named, one a line, on standard input; answers each with a line. What is
// done once for all lessons, the bundle, is done before.
import { bundle } from '@remotion/bundler';
import { renderMedia, selectComposition } from '@remotion/renderer';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { createInterface } from 'node:readline';

// Remotion looks for its files in the working directory.
process.chdir(import.meta.dirname);
const [browserExecutable] = process.argv.slice(2);
const inputProps = JSON.parse(await readFile('public/lesson.json', 'utf8'));
const serveUrl = await bundle({ entryPoint: `${import.meta.dirname}/composition.mjs` });
const browser = { browserExecutable, chromeMode: 'chrome-for-testing', logLevel: 'error' };
process.stdout.write('ready\n');
for await (const outputLocation of createInterface({ input: process.stdin })) {
  const composition = await selectComposition({ serveUrl, id: 'lesson', inputProps, ...browser });
  await renderMedia({
    composition,
    serveUrl,
    inputProps,
    ...browser,
    codec: 'h264',
    audioCodec: 'aac',
    pixelFormat: 'yuv420p',
    concurrency: 2,
    outputLocation,
  });
  process.stdout.write('done\n');
}
