import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { speechConformance } from '../conformance.ts';
import { createFliteEngine } from './engine.ts';

const engine = createFliteEngine();
const { signal } = new AbortController();

describe('flite', () => {
  speechConformance(() => ({
    engine,
    otherVoice: 'rms',
    rates: [120, 165],
    rateTolerance: 0.08,
    onsetToleranceMs: 40,
  }));
});

test('says which package to install when the program is missing', async () => {
  const missing = createFliteEngine({ binary: '/nowhere/flite' });
  const speaking = missing.speak(
    { text: 'Hello.', voice: undefined, wordsPerMinute: 150, language: 'en' },
    { signal },
  );
  await expect(speaking).rejects.toMatchObject({ code: 'provider_not_installed', retryable: false });
  await expect(speaking).rejects.toThrow('apt-get install flite');
  expect(() => missing.version).toThrow('apt-get install flite');
});

describe('on a disk that is full', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vividly-flite-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test('sound that was cut off is refused, though flite says that all is well', async () => {
    const binary = join(directory, 'flite');
    // The real program; then its file ends where the disk would have been full.
    writeFileSync(
      binary,
      '#!/bin/sh\nflite "$@" || exit\nfor file; do case "$file" in *.wav) truncate -s 20000 "$file";; esac; done\n',
    );
    chmodSync(binary, 0o755);
    const spoken = { text: 'Every action has an equal reaction.', voice: undefined, language: 'en' } as const;
    const speaking = createFliteEngine({ binary }).speak({ ...spoken, wordsPerMinute: 150 }, { signal });
    await expect(speaking).rejects.toMatchObject({ code: 'provider_invalid_output', retryable: true });
    await expect(speaking).rejects.toThrow(/less sound than it spoke for/);
  });
});
