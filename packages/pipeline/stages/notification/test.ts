import { contextOf } from '../../test/context.ts';
import { shortLesson } from '../../test/lesson.ts';
import { writtenAs } from '../../test/speech.ts';
import { openWorkbench, type Workbench } from '../../test/workbench.ts';
import type { Announcer } from '../../ports.ts';
import { notification } from './contract.ts';
import { createNotificationHandler } from './handler.ts';

const plain = { ...shortLesson };
delete plain.interest;

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

const handlerOf = (announce: Announcer['announce']) =>
  createNotificationHandler({ ...bench.deps, announcer: { announce } });

describe('plan', () => {
  const plan = (...args: Parameters<typeof contextOf>) => handlerOf(async () => {}).plan(contextOf(...args));

  test('is one part: title, length and interest of the lesson', () => {
    // 70 words at 160 a minute, the script's pauses, and three changes of scene.
    expect(plan(writtenAs())).toEqual([
      { part: 'main', input: { title: 'Push and push back', durationSeconds: 31.3, interest: 'basketball' } },
    ]);
  });

  test('says that a lesson has no interest', () => {
    expect(plan(writtenAs(plain))[0]?.input.interest).toBeNull();
  });

  test('needs a script', () => {
    expect(() => plan()).toThrow('no script');
  });
});

test('announces once, to the request, in words a learner understands', async () => {
  const announced: Parameters<Announcer['announce']>[] = [];
  const handler = handlerOf(async (...told) => {
    announced.push(told);
  });
  const [made] = await bench.run(notification, handler, contextOf(writtenAs()));
  const text = 'Your lesson “Push and push back” with basketball is ready.';
  expect(made?.output).toEqual({ text });
  const { id } = contextOf().request;
  expect(announced).toEqual([[id, { title: 'Push and push back', durationSeconds: 31.3, text }]]);
});

test('without an interest it names none', async () => {
  const [made] = await bench.run(
    notification,
    handlerOf(async () => {}),
    contextOf(writtenAs(plain)),
  );
  expect(made?.output).toEqual({ text: 'Your lesson “Push and push back” is ready.' });
});

test('an announcement that fails fails the task; it is tried again, and never fails the request', async () => {
  const failing = handlerOf(async () => {
    throw new Error('database gone');
  });
  await expect(bench.run(notification, failing, contextOf(writtenAs()))).rejects.toThrow('database gone');
  expect(notification).toMatchObject({ onFailure: 'note', memo: 'never' });
});
