import { readFile } from 'node:fs/promises';
import { PermanentError } from '@vividly/engine';
import { qaReportSchema, type LessonScript, type StoredFile } from '@vividly/lesson';
import { ProviderError } from '@vividly/providers';
import { contextOf, type Made } from '../../test/context.ts';
import { passageId, shortLesson } from '../../test/lesson.ts';
import { openWorkbench, type Workbench } from '../../test/workbench.ts';
import { understood, writerThat } from '../../test/writer.ts';
import { scriptGeneration } from './contract.ts';
import { createScriptHandler } from './handler.ts';

const passage = {
  id: passageId,
  topic: 'newtons-third-law',
  angle: 'definition',
  title: 'Forces come in pairs',
  text: 'Every force has a partner, equal and opposite.',
  score: 0.9,
} as const;
const made: Made = {
  validation: [{ part: 'main', output: { ...understood, understoodBy: 'local:1' } }],
  rag_retrieval: [{ part: 'main', output: { passages: [passage] } }],
};

/** Breaks rules 2 (no recap at the end) and 1 (three scenes). */
const withoutRecap: LessonScript = { ...shortLesson, scenes: shortLesson.scenes.slice(0, -1) };

/** Breaks rule 5 in its last scene. */
const withLongSentence: LessonScript = {
  ...shortLesson,
  scenes: shortLesson.scenes.map((scene) =>
    scene.id === 'recap'
      ? {
          ...scene,
          cues: [],
          sentences: scene.sentences.map((s) => ({ ...s, text: `You push${' and push'.repeat(20)}.` })),
        }
      : scene,
  ),
};

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

type Writer = ReturnType<typeof writerThat>;
const handlerOf = (...writers: [Writer, ...Writer[]]) => createScriptHandler({ ...bench.deps, writers });
async function write(...writers: [Writer, ...Writer[]]) {
  const [task] = await bench.run(scriptGeneration, handlerOf(...writers), contextOf(made));
  if (!task) throw new Error('nothing was written');
  return task.output;
}

describe('plan', () => {
  const plan = (...args: Parameters<typeof contextOf>) => handlerOf(writerThat()).plan(contextOf(...args));

  test('is one part: a brief from question, topic, interest, grade, length and passages', () => {
    expect(plan(made)).toEqual([
      {
        part: 'main',
        input: {
          query: "Explain Newton's third law using basketball",
          topic: understood.topic,
          interest: understood.interest,
          gradeLevel: 6,
          targetSeconds: 30,
          wordsPerMinute: 160,
          passages: [passage],
          edited: null,
        },
      },
    ]);
  });

  test('hands an edited script on, with who wrote it', () => {
    const edited = { script: shortLesson, writtenBy: 'local:1' };
    expect(plan(made, { editedScript: edited })[0]?.input.edited).toEqual(edited);
    expect(() => plan(made, { editedScript: { script: {} } })).toThrow('writtenBy');
  });

  test('asks for the longest lesson there is when a longer one was asked for', () => {
    expect(plan(made, { durationSeconds: 600 })[0]?.input.targetSeconds).toBe(360);
  });

  test.each([
    [2, 120],
    [5, 135],
    [6, 160],
  ])('for grade %i at %i words a minute', (gradeLevel, wordsPerMinute) => {
    const output = { ...understood, gradeLevel, understoodBy: 'local:1' };
    const [planned] = plan({ ...made, validation: [{ part: 'main', output }] });
    expect(planned?.input).toMatchObject({ gradeLevel, wordsPerMinute });
  });

  test('leaves out how the lesson is delivered, so that text and video share one script', () => {
    expect(plan(made, { modalities: [], aspectRatio: '1:1', voice: 'rms', id: 'other' })).toEqual(plan(made));
  });

  test('needs an understood question and its sources', () => {
    expect(() => plan({ validation: made.validation ?? [] })).toThrow('its sources');
    expect(() => plan({ rag_retrieval: made.rag_retrieval ?? [] })).toThrow('an understood question');
  });
});

describe('a script that breaks no rule', () => {
  test('is taken as it is, and says who wrote it', async () => {
    const writer = writerThat();
    expect(await write(writer)).toMatchObject({ script: shortLesson, writtenBy: 'local:1', repairs: 0 });
    expect(writer.calls.map(({ asked }) => asked)).toEqual(['write']);
  });

  test('is stored as JSON, and as a transcript with every sentence and every description', async () => {
    const { scriptFile, transcriptFile } = await write(writerThat());
    expect(scriptFile).toMatchObject({ contentType: 'application/json' });
    expect(JSON.parse(await readFile(await bench.fetch(scriptFile), 'utf8'))).toEqual(shortLesson);
    const transcript = await readFile(await bench.fetch(transcriptFile), 'utf8');
    for (const { sentences, visualDescription } of shortLesson.scenes)
      for (const text of [...sentences.map((sentence) => sentence.text), visualDescription])
        expect(transcript).toContain(text);
  });
});

describe('a script that breaks a rule', () => {
  test('goes back to its writer with the findings, and is taken when that mends it', async () => {
    const writer = writerThat({ script: (round) => (round === 0 ? withoutRecap : shortLesson) });
    expect(await write(writer)).toMatchObject({ script: shortLesson, repairs: 1 });
    expect(writer.calls).toMatchObject([
      { asked: 'write' },
      {
        asked: 'repair',
        script: withoutRecap,
        findings: expect.arrayContaining([expect.objectContaining({ rule: 2, name: 'no_closing_recap' })]),
      },
    ]);
  });

  test('a second repair works on what the first one left', async () => {
    const untitled = { ...withoutRecap, title: 'Half mended' };
    const scripts = [withoutRecap, untitled, shortLesson];
    const writer = writerThat({ script: (round) => scripts[round] ?? shortLesson });
    expect(await write(writer)).toMatchObject({ repairs: 2 });
    expect(writer.calls.at(-1)).toMatchObject({ asked: 'repair', script: untitled });
  });

  test('after two repairs in vain the request fails for good, naming the rule and the place', async () => {
    const writer = writerThat({ script: () => withLongSentence });
    const writing = write(writer);
    await expect(writing).rejects.toThrow(PermanentError);
    await expect(writing).rejects.toMatchObject({ code: 'lesson_rule_broken', retryable: false });
    await expect(writing).rejects.toThrow(
      /^after 2 repairs the lesson still breaks .*rule 5 sentence_too_long/,
    );
    await expect(writing).rejects.toThrow(/\(recap: /);
    expect(writer.calls.map(({ asked }) => asked)).toEqual(['write', 'repair', 'repair']);
  });

  test('nothing of a refused script is stored', async () => {
    const { storage } = bench;
    const kept: string[] = [];
    const watching = {
      ...storage,
      put: async (key: string, path: string, contentType: string) => {
        kept.push(key);
        return storage.put(key, path, contentType);
      },
    };
    const writers = [writerThat({ script: () => withoutRecap })] as const;
    const handler = createScriptHandler({ ...bench.deps, storage: watching, writers });
    await expect(bench.run(scriptGeneration, handler, contextOf(made))).rejects.toThrow('no_closing_recap');
    expect(kept).toEqual([]);
  });
});

describe('an edited script', () => {
  const edited: LessonScript = { ...shortLesson, title: 'Push, and it pushes back' };
  const take = async (script: LessonScript, writtenBy: string) => {
    const writer = writerThat();
    const context = contextOf(made, { editedScript: { script, writtenBy } });
    const [task] = await bench.run(scriptGeneration, handlerOf(writer), context);
    expect(writer.calls).toEqual([]);
    return task?.output;
  };

  test('is taken as it is: no writer is called, and the record says so', async () => {
    const output = await take(edited, 'gemini:flash');
    expect(output).toMatchObject({ script: edited, writtenBy: 'edited:gemini:flash', repairs: 0 });
    const stored = await readFile(await bench.fetch(output?.scriptFile as StoredFile), 'utf8');
    expect(JSON.parse(stored)).toEqual(edited);
  });

  test('that is edited again names its writer once', async () => {
    expect((await take(edited, 'edited:local:1'))?.writtenBy).toBe('edited:local:1');
  });

  test('that breaks a rule is refused for good, and nobody repairs it', async () => {
    const unsourced = structuredClone(edited);
    for (const sentence of unsourced.scenes[0]!.sentences)
      Object.assign(sentence, { origin: 'library', sources: [] });
    const taking = take(unsourced, 'local:1');
    await expect(taking).rejects.toMatchObject({ code: 'lesson_rule_broken', retryable: false });
    await expect(taking).rejects.toThrow(/^the edited lesson breaks .*rule 8 sentence_without_source/);
  });

  test('without its recap is a lesson all the same; the report says what it lacks', async () => {
    const scenes = edited.scenes.map((scene) =>
      scene.role === 'recap' ? { ...scene, role: 'example' as const } : scene,
    );
    const output = await take({ ...edited, scenes }, 'local:1');
    const stored = await readFile(await bench.fetch(output?.qaFile as StoredFile), 'utf8');
    const { checks } = qaReportSchema.parse(JSON.parse(stored));
    expect(checks.find(({ name }) => name === 'no_closing_recap')).toMatchObject({
      verdict: 'fail',
      severity: 'soft',
    });
  });
});

describe('with a fallback', () => {
  const unknown = new ProviderError('topic_not_in_library', 'local', 'the library does not hold it');
  const refusing = () =>
    writerThat({
      script: () => {
        throw unknown;
      },
    });

  test('the next writer writes when the first cannot, and is recorded', async () => {
    const second = writerThat({ name: 'gemini', version: 'flash' });
    expect(await write(refusing(), second)).toMatchObject({ writtenBy: 'gemini:flash', repairs: 0 });
  });

  test('a writer that fails at a repair gives way to one that starts anew', async () => {
    const busy = new ProviderError('provider_unavailable', 'gemini', 'overloaded');
    const first = writerThat({
      name: 'gemini',
      script: (round) => {
        if (round > 0) throw busy;
        return withoutRecap;
      },
    });
    const second = writerThat();
    expect(await write(first, second)).toMatchObject({ writtenBy: 'local:1', repairs: 0 });
    expect(second.calls.map(({ asked }) => asked)).toEqual(['write']);
  });

  test('a broken rule is the lesson’s fault, not the provider’s: nobody else is asked', async () => {
    const second = writerThat({ name: 'gemini' });
    await expect(write(writerThat({ script: () => withoutRecap }), second)).rejects.toMatchObject({
      code: 'lesson_rule_broken',
    });
    expect(second.calls).toEqual([]);
  });

  test('without one the provider’s own failure is thrown', async () => {
    await expect(write(refusing())).rejects.toBe(unknown);
  });
});
