import { loadInterests, loadTopic, topicSlugs } from '@vividly/knowledge/library';
import type { LearnerQuestion, Understanding } from '../../port.ts';
import { createUnderstanding } from './understand.ts';

const understand = createUnderstanding(topicSlugs().map(loadTopic), loadInterests());

/** Asks `query` and gives `answers` in turn to whatever is asked back. */
function converse(query: string, answers: string[]): { last: Understanding; asked: string[][] } {
  const clarifications: LearnerQuestion['clarifications'] = [];
  let last = understand({ query, clarifications });
  for (const answer of answers) {
    if (last.outcome !== 'vague') throw new Error(`“${answer}” answers no question`);
    clarifications.push({ questions: last.questions, answer });
    last = understand({ query, clarifications: [...clarifications] });
  }
  return { last, asked: clarifications.map(({ questions }) => questions) };
}

const resolved: [query: string, answers: string[], slug: string, interest?: string][] = [
  ['Tell me about science', ['2'], 'photosynthesis'],
  ['Tell me about science', ['the second one'], 'photosynthesis'],
  ['Tell me about science', ['Option 2, please'], 'photosynthesis'],
  ['Tell me about science', ['photosynthesis'], 'photosynthesis'],
  ['Tell me about science', ['the one with plants'], 'photosynthesis'],
  ['Tell me about science', ['Photosynthesis: How do plants make food?'], 'photosynthesis'],
  ['Tell me about science', ['the last'], 'plate-tectonics'],
  ['Tell me about science', ['idk, you choose'], 'gravity'],
  ["newton's laws", ['3'], 'newtons-third-law'],
  ["newton's laws", ['the second law'], 'newtons-second-law'],
  ['physics using soccer', ['1'], 'electric-circuits', 'soccer'],
  ['physics using soccer', ['third law'], 'newtons-third-law', 'soccer'],
  ['explain cells', ['the last one with dogs'], 'dna-and-inheritance', 'dogs'],
  ['explain cells', ['actually gravity using chess'], 'gravity', 'chess'],
  ['I love minecraft', ['the first'], 'gravity', 'minecraft'],
  ['help me with my homework', ["it's about plants"], 'photosynthesis'],
  ['math', ['with basketball', '2'], 'linear-equations', 'basketball'],
  ['math', ['purple elephants', 'Probability'], 'probability'],
];

test.each(resolved)('%s → %j', (...[query, answers, slug, interest]) => {
  const { last } = converse(query, answers);
  expect(last).toMatchObject({ outcome: 'clear', topic: { slug } });
  if (last.outcome !== 'clear') throw new Error('unreachable');
  expect(last.interest?.slug).toBe(interest);
});

test('none of the options brings others', () => {
  const { last, asked } = converse('Tell me about science', ['none of these', 'something else']);
  expect(last.outcome).toBe('vague');
  const offered = [...asked.flat(), ...(last.outcome === 'vague' ? last.questions : [])];
  expect(new Set(offered).size).toBe(offered.length);
});

test('a slip is met with the same options again', () => {
  const { last, asked } = converse('math', ['purple elephants']);
  expect(last).toMatchObject({ outcome: 'vague', questions: asked[0] });
});

test('after three rounds the first option is taken', () => {
  const { last } = converse('math', ['hmm', 'hmm', 'hmm']);
  expect(last).toMatchObject({ outcome: 'clear' });
});

test('a clear answer that the library lacks is refused as such', () => {
  expect(() => converse('explain cells', ['how do stem cells repair a human heart'])).toThrow(/no lesson on/);
});

test('an answer may name the grade', () => {
  expect(converse('math', ['fractions, I am in grade 4']).last).toMatchObject({ gradeLevel: 4 });
});

test('options of another writer are resolved by what they say', () => {
  const clarifications = [
    {
      questions: ['How do plants turn light into food (photosynthesis)?', 'Why do we have seasons?'],
      answer: '2',
    },
  ];
  expect(understand({ query: 'Tell me about nature', clarifications })).toMatchObject({
    topic: { slug: 'seasons' },
  });
});
