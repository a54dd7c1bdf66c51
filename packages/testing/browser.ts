import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs that are Chromium, or made of it, with its codecs; tools/launcher/programs.sh knows the same. */
const names = ['chromium', 'chromium-browser', 'google-chrome'];
const macApps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** How a browser is installed. */
export const browserPackages = { apt: 'chromium', brew: 'google-chrome' };

/** Path of an installed Chromium; null when there is none. */
export function installedBrowser(path = process.env['PATH'] ?? ''): string | null {
  const programs = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...programs, ...macApps].find((file) => existsSync(file)) ?? null;
}
