import { loadLibrary } from '@vividly/knowledge/library';
import { checkScript } from '@vividly/lesson';
import type { LessonBrief } from '../port.ts';
import { everyBrief } from './test/briefs.ts';
import { createLocalWriter } from './writer.ts';

const library = loadLibrary();
const writer = createLocalWriter(library);
const briefs = everyBrief(library.topics, library.interests);
const signal = new AbortController().signal;
const write = async (brief: LessonBrief) => (await writer.write(brief, { signal })).script;

/** One brief in so many: a prime, so that every topic, interest, grade and length has its turn. */
const stride = 47;
const sample = briefs.filter((_, index) => index % stride === 0);

const traits: Record<string, (brief: LessonBrief) => unknown> = {
  topic: ({ topic }) => topic.slug,
  interest: ({ interest }) => interest?.name,
  grade: ({ gradeLevel }) => gradeLevel,
  length: ({ targetSeconds }) => targetSeconds,
};

test.each(Object.entries(traits))('the sample has every %s', (_name, of) => {
  expect(new Set(sample.map(of))).toEqual(new Set(briefs.map(of)));
});

test('a lesson that cannot be so short is as short as it can be', async () => {
  const brief = briefs.find(
    ({ topic, interest, gradeLevel, targetSeconds }) =>
      topic.slug === 'water-cycle' && interest === null && gradeLevel === 2 && targetSeconds === 30,
  );
  if (brief === undefined) throw new Error('no brief');
  const script = await write(brief);
  expect(checkScript(script, { wordsPerMinute: brief.wordsPerMinute })).toEqual([]);
  expect(script.targetSeconds).toBeGreaterThan(30);
  expect(script.targetSeconds).toBeLessThan(60);
});

test('the longest lesson that there is asked for: as long as the library can fill', async () => {
  for (const brief of briefs.filter(({ targetSeconds }) => targetSeconds === 360).slice(0, 3)) {
    const script = await write(brief);
    expect(checkScript(script, { wordsPerMinute: brief.wordsPerMinute })).toEqual([]);
    expect(script.targetSeconds).toBeGreaterThan(180);
  }
});

test.each(library.topics.map(({ title }) => title))(
  '%s: no rule is broken, and what is cited was given',
  async (title) => {
    for (const brief of sample.filter(({ topic }) => topic.title === title)) {
      const script = await write(brief);
      const what = `${String(brief.interest?.name)}, grade ${String(brief.gradeLevel)}, ${String(brief.targetSeconds)} s`;
      const findings = checkScript(script, { wordsPerMinute: brief.wordsPerMinute });
      expect({ what, findings }).toEqual({ what, findings: [] });
      const given = new Set(brief.passages.map(({ id }) => id));
      const cited = script.scenes.flatMap(({ sentences }) => sentences.flatMap(({ sources }) => sources));
      expect({ what, unknown: cited.filter((id) => !given.has(id)) }).toEqual({ what, unknown: [] });
      expect(cited.length).toBeGreaterThan(0);
    }
  },
);

test('the same brief gives the same lesson, from any writer over the same library', async () => {
  const [brief] = sample;
  if (brief === undefined) throw new Error('no brief');
  const other = await createLocalWriter(loadLibrary()).write(brief, { signal });
  expect(other.script).toEqual(await write(brief));
  expect(other.writtenBy).toBe(`local:${writer.version}`);
});

test('an interest that the topic can be compared with is spoken of', async () => {
  const brief = briefs.find(
    ({ topic, interest, targetSeconds }) =>
      topic.slug === 'newtons-third-law' && interest?.slug === 'basketball' && targetSeconds === 90,
  );
  if (brief === undefined) throw new Error('no brief');
  const script = await write(brief);
  expect(script.scenes.map(({ role }) => role)).toContain('analogy');
  expect(JSON.stringify(script.scenes)).toMatch(/basketball/i);
});

test('a topic that the library lacks is refused with the way to have it', async () => {
  const [brief] = sample;
  if (brief === undefined) throw new Error('no brief');
  const unknown = { ...brief, topic: { slug: null, title: 'Quantum entanglement' } };
  await expect(writer.write(unknown, { signal })).rejects.toMatchObject({
    code: 'topic_not_in_library',
    message: expect.stringContaining('LLM_PROVIDER=gemini'),
  });
});
