import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { browserPackages, installedBrowser } from '@vividly/testing/browser';
import type { Api } from './harness.ts';

/** What is known of a film once its head is there. */
export interface Opened {
  /** In s. */
  duration: number;
  width: number;
  height: number;
}

export interface OpenedStream extends Opened {
  /** Heights of its rungs, from the smallest. */
  levels: number[];
  subtitles: { name: string; chosen: boolean }[];
}

/** A segment of the picture that hls.js fetched and handed to the browser. Times in s. */
interface Fetched {
  level: number;
  start: number;
  seconds: number;
}

interface Played {
  /** The pictures that were shown, in order: their time in s, and their height in px. */
  shown: { time: number; height: number }[];
  /** Events that tell of trouble: waiting, stalled, errors. */
  troubles: string[];
  ended: boolean;
  /** Decoded so far. */
  soundBytes: number;
  pictureBytes: number;
}

/** A `<video>` in a page of the API's own origin. */
export interface Player {
  openFile(path: string): Promise<Opened>;
  openStream(path: string, level: number): Promise<OpenedStream>;
  turnTo(level: number): Promise<void>;
  fetched(): Promise<Fetched[]>;
  /** Time of the picture that is shown after going to `seconds`. */
  seek(seconds: number): Promise<number>;
  /** What is on the screen, as 8-bit RGBA. */
  picture(): Promise<Uint8Array>;
  /** Plays from where it is to `until` (in s), or to the end. */
  play(options: { rate: number; until: number }): Promise<Played>;
}

export interface Browser {
  openPlayer(): Promise<Player>;
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);

/** Opens Chromium as a client of `api`. Throws when none is installed, and says how to install it. */
export async function openBrowser({ url, ours }: Api): Promise<Browser> {
  const executablePath = installedBrowser();
  if (executablePath === null)
    throw new Error(
      `Chromium is not installed: apt-get install ${browserPackages.apt}, or brew install ${browserPackages.brew}`,
    );
  const browser = await chromium.launch({
    executablePath,
    args: ['--autoplay-policy=no-user-gesture-required'],
  });
  return {
    async openPlayer() {
      // The player is no page of the API: it brings scripts that the API's own pages do not allow.
      const page = await browser.newPage({
        bypassCSP: true,
        extraHTTPHeaders: { authorization: `Bearer ${ours.key}` },
      });
      await page.goto(`${url}/health`);
      await page.setContent('<video></video>');
      await page.addScriptTag({ path: require.resolve('hls.js/dist/hls.min.js') });
      await page.addScriptTag({ path: join(import.meta.dirname, 'player.js') });
      const tell = <T>(method: string, ...args: readonly (string | number)[]): Promise<T> =>
        page.evaluate<T>(`player.${method}(...${JSON.stringify(args)})`);
      return {
        openFile: (path) => tell('openFile', path),
        openStream: (path, level) => tell('openStream', path, level),
        turnTo: (level) => tell('turnTo', level),
        fetched: () => tell('fetched'),
        seek: (seconds) => tell('seek', seconds),
        picture: async () => Buffer.from(await tell<string>('picture'), 'base64'),
        play: ({ rate, until }) => tell('play', rate, until),
      };
    },
    close: () => browser.close(),
  };
}
