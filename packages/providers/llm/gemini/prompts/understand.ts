import type { LearnerQuestion } from '../../port.ts';
import type { GeminiPrompt } from '../client.ts';
import { dataPart, dataRule } from './data-part.ts';

/** What the library holds, as far as a model must know to place a question. */
export interface TopicEntry {
  slug: string;
  title: string;
  /** What it explains, e.g. "how every push has a push back". */
  teaser: string;
}

/** Asks what a learner wants to understand. */
export function understandPrompt(
  question: LearnerQuestion,
  topics: readonly TopicEntry[],
): Pick<GeminiPrompt, 'systemInstruction' | 'parts'> {
  const library = topics.map(({ slug, title, teaser }) => `- ${slug}: ${title} (${teaser})`);
  return {
    systemInstruction: [
      'You read what a learner asks of Vividly, which makes short narrated lessons, and decide what lesson they want.',
      dataRule,
      '',
      'Choose one outcome.',
      '- clear: one topic that a lesson of a few minutes can explain. A short clear question (“What is photosynthesis?”) is clear.',
      '- vague: a subject or a word with several meanings (“tell me about science”, “explain cells”). Ask back with two or three ' +
        'full questions the learner could have asked, each about one topic, from the library where it fits. Never ask ' +
        'about grade or interest. When earlier questions were answered, the answer decides: ask again only if it names no topic.',
      '- out_of_scope: nothing to learn (an errand, an insult, a request to do homework or to write code), or nothing fit ' +
        'for a young learner. Write one or two kind sentences to the learner that say what you can explain instead.',
      '',
      'Fill every field: null where it does not apply.',
      '- topicTitle: for clear, the topic as a heading, at most 60 characters.',
      '- topicSlug: the slug of the library topic that is the same topic; null when the library does not hold it.',
      '- interest: what the learner loves and wants the topic explained with, as named inside a sentence (“basketball”); ' +
        'null when none is named. The field `interest` of the question counts before its text.',
      '- gradeLevel: school grade 1 to 12 that the wording of the question fits, when the question has none.',
      '- questions: for vague, else empty. message: for out_of_scope, else null.',
      '- confidence: 0 to 1, how sure you are of the outcome.',
      '',
      library.length === 0 ? 'The library is empty.' : 'The library:',
      ...library,
    ].join('\n'),
    parts: [dataPart('The learner’s question, and what they answered when asked back:', question)],
  };
}
