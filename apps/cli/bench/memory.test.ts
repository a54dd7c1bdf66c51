import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watchMemory } from './memory.ts';

test('counts what a process and its children hold', async () => {
  const holder =
    'const held = Buffer.alloc(80e6, 1); process.stdout.write(String(held.length)); setInterval(() => 0, 1e6)';
  const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(holder)}], { stdio: 'inherit' })`;
  const child = spawn(process.execPath, ['-e', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const watch = watchMemory(child.pid!);
  try {
    await once(child.stdout, 'data');
    while (watch.peakMB() < 80) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(watch.peakMB()).toBeLessThan(400);
  } finally {
    watch.stop();
    process.kill(-child.pid!, 'SIGKILL');
    await once(child, 'close');
  }
});
