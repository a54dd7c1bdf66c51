import { retryAfterHeaderMs, retryInfoMs } from './retry-after.ts';

const now = Date.parse('2026-11-22T04:25:00Z');

test.each([
  [undefined, undefined],
  ['', undefined],
  ['soon', undefined],
  ['-5', undefined],
  ['0', 0],
  ['30', 30_000],
  [' 1.5 ', 1_500],
  ['Sun, 22 Nov 2026 04:25:10 GMT', 10_000],
  ['Sun, 22 Nov 2026 04:24:00 GMT', 0],
])('Retry-After %j is %j ms', (value, ms) => {
  expect(retryAfterHeaderMs(value, now)).toBe(ms);
});

const info = (retryDelay: unknown) => ({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay });
test.each([
  [[], undefined],
  [[{ '@type': 'type.googleapis.com/google.rpc.Help', retryDelay: '3s' }], undefined],
  [[info('22s')], 22_000],
  [[info('8.941621227s')], 8_942],
  [[info('0s')], 0],
  [[info('1s'), info('2s')], 2_000],
  [[info('later')], undefined],
  [[info(5)], undefined],
])('RetryInfo in %j is %j ms', (details, ms) => {
  expect(retryInfoMs(details)).toBe(ms);
});
