import * as gemini from '@vividly/testing/gemini';
import type { LearnerQuestion } from '../port.ts';
import { library, writerAt } from './fixtures.ts';

let fake: gemini.FakeGemini;
beforeEach(async () => {
  fake = await gemini.startFakeGemini();
});
afterEach(() => fake.close());

const { signal } = new AbortController();
const question: LearnerQuestion = {
  query: 'Explain Newton’s third law using basketball',
  clarifications: [],
};

function understand(document: object, asked: LearnerQuestion = question) {
  fake.reply(gemini.jsonReply(document));
  return writerAt(fake).understand(asked, { signal });
}

test('clear, held by the library: its title, its interest and family', async () => {
  expect(
    await understand({ ...gemini.clearDocument('newtons-third-law'), topicTitle: 'The third law' }),
  ).toEqual({
    outcome: 'clear',
    topic: { slug: 'newtons-third-law', title: 'Newton’s third law' },
    interest: { name: 'basketball', slug: 'basketball', family: 'sports' },
    gradeLevel: 6,
    confidence: 0.95,
    understoodBy: 'gemini:gemini-2.5-flash',
  });
});

test('clear, not held by the library: the model’s title', async () => {
  const understood = await understand({ ...gemini.clearDocument(), topicTitle: 'Black holes' });
  expect(understood).toMatchObject({ topic: { slug: null, title: 'Black holes' } });
});

test.each([
  ['as typed', 'Hoops', 'hoops', { name: 'basketball', slug: 'basketball', family: 'sports' }],
  [
    'as read',
    'I love shooting hoops!!',
    'hoops',
    { name: 'basketball', slug: 'basketball', family: 'sports' },
  ],
  [
    'unknown',
    'I love underwater hockey!',
    'underwater hockey',
    { name: 'underwater hockey', slug: null, family: null },
  ],
  ['typed, not read', 'chess boxing', null, { name: 'chess boxing', slug: null, family: null }],
])('the interest, %s', async (_, typed, read, expected) => {
  const understood = await understand(
    { ...gemini.clearDocument(), interest: read },
    { ...question, interest: typed },
  );
  expect(understood).toMatchObject({ interest: expected });
});

test('no interest is null', async () => {
  expect(await understand({ ...gemini.clearDocument(), interest: null })).toMatchObject({ interest: null });
});

test('the learner’s grade counts, not the model’s', async () => {
  expect(await understand(gemini.clearDocument(), { ...question, gradeLevel: 11 })).toMatchObject({
    gradeLevel: 11,
  });
});

test('vague: options to choose from', async () => {
  const questions = ['How do plants make food?', 'Why do things fall?'];
  expect(await understand(gemini.vagueDocument(questions))).toEqual({
    outcome: 'vague',
    questions,
    reasoning: 'Several topics fit.',
    confidence: 0.9,
    understoodBy: 'gemini:gemini-2.5-flash',
  });
});

test('out of scope: a message', async () => {
  const message = 'I can explain how things work. What would you like to understand?';
  expect(await understand(gemini.outOfScopeDocument(message))).toMatchObject({
    outcome: 'out_of_scope',
    message,
  });
});

test.each([
  ['clear without a title', { ...gemini.clearDocument(), topicTitle: null }, 'topic.title'],
  ['clear without a grade', { ...gemini.clearDocument(), gradeLevel: null }, 'gradeLevel'],
  ['vague with one option', gemini.vagueDocument(['Why do things fall?']), 'questions'],
  ['out of scope without a word', gemini.outOfScopeDocument(''), 'message'],
  ['an unknown outcome', { ...gemini.clearDocument(), outcome: 'maybe' }, 'outcome'],
  ['a topic that is not in the library', gemini.clearDocument('alchemy'), 'topicSlug'],
  ['sure beyond measure', { ...gemini.clearDocument(), confidence: 7 }, 'confidence'],
])('%s breaks the schema', async (_, document, place) => {
  const call = understand(document);
  await expect(call).rejects.toMatchObject({ code: 'provider_invalid_output', retryable: true });
  await expect(call).rejects.toThrow(place);
});

test('the model is told what the library holds, and everything the learner said', async () => {
  const clarifications = [{ questions: ['Which law?'], answer: 'the third one' }];
  await understand(gemini.clearDocument(), { ...question, interest: 'hoops', clarifications });
  const asked = gemini.textOf(fake.calls[0]!.body);
  for (const { slug, title, teaser } of library.topics)
    expect(asked).toContain(`${slug}: ${title} (${teaser})`);
  expect(asked).toContain('the third one');
  expect(asked).toContain('"interest":"hoops"');
});
