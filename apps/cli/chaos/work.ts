import { loadLibrary } from '@vividly/knowledge/library';
import { ContentRequestStatus, Modality } from '@vividly/db/enums';
import type { Environment } from '../stack/environment.ts';
import type { Random } from './random.ts';

/**
 * What workers are set up for: `text` lessons through the fake Gemini, whose answers take as long as a fault wants;
 * `render`, whole videos from the library, small ones.
 */
export type Work = 'text' | 'render';

/** What workers are started for. */
export interface Setup {
  work: Work;
  /** On top of what the work needs. */
  environment?: Environment;
}

/** What a request asks for, and how it must end if nobody cancels it. */
export interface Wish {
  /** Body of POST /content-requests. */
  body: Readonly<Record<string, unknown>> & { query: string };
  ends: ContentRequestStatus;
}

/** Questions that nobody asked before in this run, so that nothing about them is stored. */
export interface Wishes {
  text: () => Wish;
  render: () => Wish;
  /** One that is no lesson: refused at its first task, so that many of them cost little. */
  refused: () => Wish;
}

/** Words of the questions that the fake Gemini refuses. */
export const refusedWords = 'Order me a pizza';

/** `random` orders the topics and interests. */
export function createWishes(random: Random): Wishes {
  const { topics, interests } = loadLibrary();
  const topicOrder = random.shuffled(topics.map(({ title }) => title));
  const interestOrder = random.shuffled(interests.map(({ name }) => name));
  let texts = 0;
  let renders = 0;
  const text = (words: string, ends: ContentRequestStatus): Wish => {
    texts += 1;
    // The fake Gemini's one lesson is written for this grade.
    const query = `${words}, case number ${String(texts)} of a long day`;
    return { body: { query, gradeLevel: 6, modalities: [Modality.text] }, ends };
  };
  return {
    text: () => text("Explain Newton's third law", ContentRequestStatus.completed),
    refused: () => text(refusedWords, ContentRequestStatus.failed),
    render() {
      // Neighbours differ in topic: they share no scene, and no task of one waits for another's.
      const topic = topicOrder[renders % topicOrder.length] ?? '';
      const interest = interestOrder[Math.floor(renders / topicOrder.length) % interestOrder.length] ?? '';
      renders += 1;
      const query = `Explain ${topic} using ${interest}`;
      return {
        body: { query, durationSeconds: 30, modalities: [Modality.video] },
        ends: ContentRequestStatus.completed,
      };
    },
  };
}
