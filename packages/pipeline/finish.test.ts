import { Modality, PipelineStage } from '@vividly/db/enums';
import type { LessonScript } from '@vividly/lesson';
import { finishLesson } from './finish.ts';
import { lessonOf } from './lesson.ts';
import { contextOf, type Made } from './test/context.ts';
import { frozen, frozenLesson } from './test/frozen.ts';
import { passageId, shortLesson } from './test/lesson.ts';
import { writtenAs } from './test/speech.ts';

const { validation, rag_retrieval, script_generation, speech_synthesis, video_processing } = PipelineStage;
const written = [validation, rag_retrieval, script_generation];

/** Files of kinds that a lesson without picture does not have. */
const seen = new Set(['video', 'poster']);
const heard = (): Made => {
  const [output] = frozen(video_processing).outputs as { files: { kind: string }[] }[];
  const files = output!.files.filter(({ kind }) => !seen.has(kind));
  return {
    ...frozenLesson([...written, speech_synthesis]),
    video_processing: [{ part: 'main', output: { ...output, files } }],
  };
};
const kindsOf = (made: Made) =>
  finishLesson(contextOf(made))
    .artifacts.map(({ kind }) => kind)
    .sort();

describe('a lesson in every form', () => {
  const { result, artifacts } = finishLesson(contextOf(frozenLesson()));

  test('offers every file of its stages, each once', () => {
    expect(artifacts.map(({ kind }) => kind).sort()).toEqual(
      [
        ...['audio', 'captions_srt', 'captions_vtt', 'poster', 'qa_report'],
        ...['script', 'transcript', 'thumbnails', 'thumbnails_vtt'],
        ...['video', 'video_480p', 'video_720p', 'words', 'hls'],
        ...['1080p', '720p', '480p', 'audio', 'captions'].flatMap((name) => [
          `hls_${name}`,
          `hls_${name}_media`,
        ]),
      ].sort(),
    );
    for (const artifact of artifacts) {
      expect(Object.keys(artifact).sort()).toEqual(['bytes', 'contentType', 'key', 'kind', 'sha256']);
      expect(artifact.bytes).toBeGreaterThan(0);
    }
    expect(artifacts.find(({ kind }) => kind === 'video')).toMatchObject({ contentType: 'video/mp4' });
  });

  test('offers the transcript with times, not the one without', () => {
    const transcript = artifacts.find(({ kind }) => kind === 'transcript');
    expect(transcript?.key).toContain(`/${video_processing}-`);
  });

  test('says what it is, for whom, and how long it became', () => {
    expect(result).toMatchObject({
      title: 'Push and push back',
      durationSeconds: 31.667,
      gradeLevel: 6,
      interest: 'basketball',
      objectives: shortLesson.objectives,
      quiz: [{ question: 'Which push is bigger?', answer: 'equal', rewatchSceneId: 'explain' }],
    });
    expect(result).not.toHaveProperty('note');
  });

  test('says what really made it', () => {
    expect(result['providers']).toEqual({
      understanding: 'local:1',
      llm: 'local:1',
      speech: expect.stringMatching(/^flite:[^,]+$/),
      renderer: expect.stringMatching(/^vividly-slides:/),
    });
  });

  test('carries the summary of the QA report, also of one of version 1', () => {
    expect(result['qa']).toMatchObject({ failed: 0, softFailed: 0, rules: [] });
  });

  test('says which sentences rest on which source, and when they are spoken (rule 8)', () => {
    const cited = shortLesson.scenes.flatMap(({ sentences }) =>
      sentences.filter(({ sources }) => sources.length > 0),
    );
    expect(result['sources']).toEqual([
      {
        passageId,
        title: 'Forces come in pairs',
        sentences: cited.map(({ id, text }) => ({
          id,
          text,
          startSeconds: expect.any(Number),
          endSeconds: expect.any(Number),
        })),
      },
    ]);
    const [source] = result['sources'] as { sentences: { startSeconds: number; endSeconds: number }[] }[];
    const times = source!.sentences.flatMap(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('is JSON, and the same every time', () => {
    const again = finishLesson(contextOf(frozenLesson()));
    expect(JSON.parse(JSON.stringify(again))).toEqual({ result, artifacts });
  });
});

test('a lesson that is only heard offers no picture and names no renderer', () => {
  expect(kindsOf(heard())).toEqual(
    ['audio', 'captions_srt', 'captions_vtt', 'qa_report', 'script', 'transcript', 'words'].sort(),
  );
  expect(finishLesson(contextOf(heard())).result['providers']).toMatchObject({ renderer: null });
});

describe('a lesson that is only read', () => {
  const { result, artifacts } = finishLesson(
    contextOf(frozenLesson(written), { modalities: [Modality.text] }),
  );

  test('offers script and transcript', () => {
    expect(artifacts.map(({ kind }) => kind)).toEqual(['script', 'transcript']);
    expect(artifacts[1]?.key).toContain(`/${script_generation}-`);
  });

  test('is as long as reading it aloud takes; its report is the script’s', () => {
    expect(result.durationSeconds).toBe(31.3);
    expect(result['qa']).toMatchObject({ failed: 0, rules: [] });
    expect(result['providers']).toMatchObject({ llm: 'local:1', speech: null, renderer: null });
  });

  test('its sources name sentences without times', () => {
    const [source] = result['sources'] as { sentences: object[] }[];
    for (const sentence of source!.sentences) expect(Object.keys(sentence)).toEqual(['id', 'text']);
  });
});

test('when voices had to stand in for one another, all of them are named', () => {
  const tasks = frozenLesson([speech_synthesis]).speech_synthesis ?? [];
  const mixed = tasks.map(({ part, output }, index) => ({
    part,
    output: { ...(output as object), spokenBy: index === 1 ? 'espeak:1.51' : 'flite:2.2' },
  }));
  const made = { ...frozenLesson(), speech_synthesis: mixed };
  expect(finishLesson(contextOf(made)).result['providers']).toMatchObject({
    speech: 'flite:2.2, espeak:1.51',
  });
});

test('a passage that nothing rests on is no source', () => {
  const unused = { passageId: 'newtons-third-law/unused', title: 'Unused', score: 0.5 };
  const script: LessonScript = { ...shortLesson, sources: [...shortLesson.sources, unused] };
  const { result } = finishLesson(contextOf(writtenAs(script)));
  expect(result['sources']).toMatchObject([{ passageId }]);
});

test.each([
  [360, 600, 'A lesson is at most 360 s long; 600 s were asked for.'],
  [252, 600, 'There was material for 252 s; 600 s were asked for.'],
  [33, 30, 'This takes 33 s to explain; 30 s were asked for.'],
])('a lesson of %i s where %i s were asked for says why', (targetSeconds, durationSeconds, note) => {
  const script: LessonScript = { ...shortLesson, targetSeconds };
  const { result } = finishLesson(contextOf(writtenAs(script), { durationSeconds }));
  expect(result['note']).toBe(note);
});

test('without a script there is no lesson', () => {
  expect(() => finishLesson(contextOf())).toThrow('no script');
  expect(() => lessonOf(contextOf())).toThrow('no script');
});

describe('lessonOf', () => {
  test('a spoken lesson is as long as it was measured', () => {
    expect(lessonOf(contextOf(frozenLesson()))).toMatchObject({
      script: shortLesson,
      writtenBy: 'local:1',
      durationSeconds: 31.667,
    });
  });

  test('a lesson that is read is as long as it takes at the tempo for the learner', () => {
    const slow = lessonOf(contextOf(writtenAs(shortLesson, 2)));
    // 70 words at 120 instead of 160 a minute.
    expect(slow.durationSeconds).toBeCloseTo(31.3 + 70 * (60 / 120 - 60 / 160), 0);
  });
});
