import { persist } from './persist.ts';

const outage = () => new Error('Connection terminated unexpectedly');

test('what became of a task is written as soon as the database is back', async () => {
  let tries = 0;
  const write = async () => {
    tries += 1;
    return tries < 3 ? Promise.reject(outage()) : Promise.resolve('written');
  };
  expect(await persist(10_000, write)).toBe('written');
});

test('an outage that outlasts the patience, and every other error at once, is thrown', async () => {
  await expect(persist(0, async () => Promise.reject(outage()))).rejects.toThrow('terminated');
  let tries = 0;
  const wrong = persist(10_000, async () => {
    tries += 1;
    return Promise.reject(new Error('wrong statement'));
  });
  await expect(wrong).rejects.toThrow('wrong statement');
  expect(tries).toBe(1);
});
