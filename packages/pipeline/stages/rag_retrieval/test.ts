import type { RetrievalQuery, Retrieved } from '@vividly/knowledge/retrieval';
import { contextOf, type Made } from '../../test/context.ts';
import { passageId } from '../../test/lesson.ts';
import { openWorkbench, type Workbench } from '../../test/workbench.ts';
import { understood } from '../../test/writer.ts';
import { ragRetrieval } from './contract.ts';
import { createRetrievalHandler } from './handler.ts';

const passage: Retrieved = {
  id: passageId,
  topic: 'newtons-third-law',
  angle: 'definition',
  title: 'Forces come in pairs',
  text: 'Every force has a partner, equal and opposite.',
  score: 0.9,
};

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

/** A retriever that finds `found` whatever it is asked, and keeps what it was asked. */
function retrieverOf(found: Retrieved[]) {
  const queries: RetrievalQuery[] = [];
  const retrieve = async (query: RetrievalQuery) => {
    queries.push(query);
    return found;
  };
  return { queries, version: 'lexical:1', retrieve };
}

const handlerOf = (retriever: ReturnType<typeof retrieverOf>) =>
  createRetrievalHandler({ ...bench.deps, retriever });

/** What validation left: the topic in the library, or one that the library does not hold. */
function understoodAs(slug: string | null): Made {
  const output = { ...understood, topic: { slug, title: 'Newton’s third law' }, understoodBy: 'local:1' };
  return { validation: [{ part: 'main', output }] };
}
const inLibrary = understoodAs('newtons-third-law');
const notInLibrary = understoodAs(null);

describe('plan', () => {
  const plan = (made: Made) => handlerOf(retrieverOf([])).plan(contextOf(made));

  test('is one part: the words, the topic as understood, and the grade', () => {
    const input = {
      query: "Explain Newton's third law using basketball",
      topic: 'newtons-third-law',
      topicTitle: 'Newton’s third law',
      gradeLevel: 6,
    };
    expect(plan(inLibrary)).toEqual([{ part: 'main', input }]);
    expect(plan(notInLibrary)).toEqual([{ part: 'main', input: { ...input, topic: null } }]);
  });

  test('the interest does not change what is looked for', () => {
    const other = contextOf(inLibrary, { interest: 'chess', durationSeconds: 300 });
    expect(handlerOf(retrieverOf([])).plan(other)).toEqual(plan(inLibrary));
  });

  test('needs an understood question', () => {
    expect(() => plan({})).toThrow('understood question');
  });
});

test('looks within the learner’s topic whatever their grade, three passages of each angle', async () => {
  const retriever = retrieverOf([passage]);
  const [made] = await bench.run(ragRetrieval, handlerOf(retriever), contextOf(inLibrary));
  expect(made?.output).toEqual({ passages: [passage] });
  expect(retriever.queries).toEqual([
    {
      text: "Newton’s third law Explain Newton's third law using basketball",
      topic: 'newtons-third-law',
      gradeLevel: null,
      perAngle: 3,
    },
  ]);
});

test('searches the whole library near the learner’s grade for a topic that it does not hold', async () => {
  const retriever = retrieverOf([]);
  const [made] = await bench.run(ragRetrieval, handlerOf(retriever), contextOf(notInLibrary));
  expect(retriever.queries).toMatchObject([{ topic: null, gradeLevel: 6 }]);
  expect(made?.output).toEqual({ passages: [] });
});

test('a topic of the library without passages in the database: the library was not seeded', async () => {
  const running = bench.run(ragRetrieval, handlerOf(retrieverOf([])), contextOf(inLibrary));
  await expect(running).rejects.toMatchObject({ code: 'library_not_seeded', retryable: false });
  await expect(running).rejects.toThrow(/newtons-third-law: run \.\/vividly migrate/);
});

test('the revision is the retriever’s', () => {
  expect(handlerOf(retrieverOf([])).revision).toBe('lexical:1');
});
