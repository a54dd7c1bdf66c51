import { NeedsLearnerError, PermanentError } from '@vividly/engine';
import { ProviderError, type Understanding } from '@vividly/providers';
import { contextOf } from '../../test/context.ts';
import { openWorkbench, type Workbench } from '../../test/workbench.ts';
import { understood, writerThat } from '../../test/writer.ts';
import { validation } from './contract.ts';
import { createValidationHandler } from './handler.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

type Writer = ReturnType<typeof writerThat>;
const handlerOf = (...writers: [Writer, ...Writer[]]) => createValidationHandler({ ...bench.deps, writers });
const understand = (...writers: [Writer, ...Writer[]]) =>
  bench.run(validation, handlerOf(...writers), contextOf());
const answering = (answer: Understanding) => writerThat({ understand: () => answer });
const failing = (name: 'local' | 'gemini', error: Error) =>
  writerThat({
    name,
    understand: () => {
      throw error;
    },
  });

describe('plan', () => {
  const plan = (...args: Parameters<typeof contextOf>) => handlerOf(writerThat()).plan(contextOf(...args));

  test('is one part: the question with all that the learner has told', () => {
    const clarifications = [{ questions: ['Which law?', 'Which sport?'], answer: 'the third' }];
    expect(plan({}, { clarifications })).toEqual([
      {
        part: 'main',
        input: {
          query: "Explain Newton's third law using basketball",
          gradeLevel: 6,
          interest: 'basketball',
          clarifications,
        },
      },
    ]);
  });

  test('leaves out what the learner did not say', () => {
    const [planned] = plan({}, { gradeLevel: null, interest: null });
    expect(planned?.input).toEqual({
      query: "Explain Newton's third law using basketball",
      clarifications: [],
    });
  });

  test('does not depend on how the lesson is to be delivered', () => {
    const other = { id: 'other', voice: 'rms', aspectRatio: '9:16', durationSeconds: 90, modalities: [] };
    expect(plan({}, other)).toEqual(plan());
  });
});

test('a clear question is understood, and says by whom', async () => {
  const [made] = await understand(answering(understood));
  expect(made).toEqual({ part: 'main', output: { ...understood, understoodBy: 'local:1' } });
});

test('a vague question waits for the learner, with the writer’s questions', async () => {
  const questions = ['How do plants make food?', 'How do leaves change colour?'];
  const vague = answering({
    outcome: 'vague',
    questions,
    reasoning: 'plants are many topics',
    confidence: 0.8,
  });
  const asking = understand(vague);
  await expect(asking).rejects.toThrow(NeedsLearnerError);
  await expect(asking).rejects.toMatchObject({ questions, reasoning: 'plants are many topics' });
});

test('what is no lesson is refused for good, with the writer’s words', async () => {
  const refusing = understand(
    answering({ outcome: 'out_of_scope', message: 'I only teach.', confidence: 0.9 }),
  );
  await expect(refusing).rejects.toThrow(PermanentError);
  await expect(refusing).rejects.toMatchObject({
    code: 'out_of_scope',
    message: 'I only teach.',
    retryable: false,
  });
});

describe('with a fallback', () => {
  const busy = new ProviderError('provider_unavailable', 'gemini', 'overloaded');

  test('the next writer answers when the first cannot, and is named', async () => {
    const second = answering(understood);
    const [made] = await understand(failing('gemini', busy), second);
    expect(made?.output.understoodBy).toBe('local:1');
    expect(second.calls).toHaveLength(1);
  });

  test('a vague answer is an answer: nobody else is asked', async () => {
    const questions = ['How do plants make food?', 'How do leaves change colour?'];
    const vague = answering({ outcome: 'vague', questions, reasoning: 'many topics', confidence: 0.8 });
    const second = answering(understood);
    await expect(understand(vague, second)).rejects.toThrow(NeedsLearnerError);
    expect(second.calls).toEqual([]);
  });

  test('a bug does not fall back', async () => {
    const second = answering(understood);
    await expect(understand(failing('gemini', new TypeError('bug')), second)).rejects.toThrow(TypeError);
    expect(second.calls).toEqual([]);
  });

  test('the revision names the chain, so that another chain gives other tasks', () => {
    expect(handlerOf(writerThat({ name: 'gemini', version: 'flash' }), writerThat()).revision).toBe(
      'gemini@flash,local@1',
    );
  });
});
