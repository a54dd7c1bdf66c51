import { assertBullmq, StartRefused } from './start-checks.ts';

test.each(['6.3.3', '6.3.10', '6.7.0', '7.0.0'])('BullMQ %s will do', (version) => {
  expect(() => {
    assertBullmq(version);
  }).not.toThrow();
});

test.each(['6.3.2', '6.2.9', '5.60.0'])('BullMQ %s is refused, with the version to install', (version) => {
  expect(() => {
    assertBullmq(version);
  }).toThrow(StartRefused);
  expect(() => {
    assertBullmq(version);
  }).toThrow(/install 6\.3\.3 or newer/);
});

test('the BullMQ that is installed will do', () => {
  expect(() => {
    assertBullmq();
  }).not.toThrow();
});
