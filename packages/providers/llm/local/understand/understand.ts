import type { Interest, Topic } from '@vividly/knowledge/library';
import { ProviderError } from '../../../errors.ts';
import type { LearnerQuestion, Understanding } from '../../port.ts';
import { createConversation } from './conversation.ts';
import { createInterestFinder } from './interest.ts';
import { nearestTopics } from './nearest.ts';
import { optionCount, optionFor, optionsFrom } from './options.ts';
import { createReader } from './reader.ts';
import { indexTopics } from './topic-index.ts';

/** Grade assumed for choosing options while the learner has not said theirs. */
const usualGrade = 7;
const sureOfRefusal = 0.9;
const sureOfVagueness = 0.6;

/**
 * Understands questions over the library's topics: offline, deterministic, typing slips forgiven. What talks to the
 * program instead of asking is read past. Throws `topic_not_in_library` for a clear question on anything else.
 */
export function createUnderstanding(
  topics: readonly Topic[],
  interests: readonly Interest[],
): (question: LearnerQuestion) => Understanding {
  const index = indexTopics(topics);
  const interestIn = createInterestFinder(interests, index);
  const reader = createReader(index, interestIn);
  const hear = createConversation(index, interestIn, reader);

  return function understand(question) {
    const reading = hear(question);
    const grade = question.gradeLevel ?? gradeSaid(question);
    switch (reading.kind) {
      case 'refused':
        return { outcome: 'out_of_scope', message: reading.message, confidence: sureOfRefusal };
      case 'vague':
        return {
          outcome: 'vague',
          questions: choices(reading.topics, grade ?? usualGrade).map(optionFor),
          reasoning: reading.reasoning,
          confidence: sureOfVagueness,
        };
      case 'missing':
        throw notInLibrary(reading.asked, nearestTopics(reading.words, index, optionCount));
      case 'topic': {
        const { topic } = reading.match.topic;
        return {
          outcome: 'clear',
          topic: { slug: topic.slug, title: topic.title },
          interest: given(question) ?? reading.interest,
          gradeLevel: grade ?? topic.grades.typical,
          confidence: Math.round(reading.match.confidence * 100) / 100,
        };
      }
    }
  };

  /** The latest grade that the learner named in question or answers. */
  function gradeSaid({ query, clarifications }: LearnerQuestion): number | undefined {
    return [query, ...clarifications.map(({ answer }) => answer)]
      .map((text) => reader.strip(text).grade)
      .findLast((grade) => grade !== undefined);
  }

  /** The interest that came beside the question. */
  function given({ interest }: LearnerQuestion) {
    return interest === undefined ? null : interestIn.named(interest);
  }

  /** Options for a vague reading: its own topics, filled up with their neighbours so that there is a choice. */
  function choices(meant: readonly Topic[], grade: number): Topic[] {
    const own = optionsFrom(meant, grade);
    if (own.length >= 2) return own;
    const others = topics.filter((topic) => !own.includes(topic));
    const neighbours = others.filter(({ subject }) => meant.some((topic) => topic.subject === subject));
    return [...own, ...optionsFrom(neighbours.length > 0 ? neighbours : others, grade)].slice(0, optionCount);
  }
}

/** A clear question on what the library does not hold, with the way to have it answered. */
function notInLibrary(asked: string, nearest: readonly Topic[]): ProviderError {
  const titles = nearest.map(({ title }) => title);
  const listed =
    titles.length > 1 ? `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}` : titles.join('');
  return new ProviderError(
    'topic_not_in_library',
    'local',
    `The built-in library has no lesson on “${asked.length > 80 ? `${asked.slice(0, 79)}…` : asked}” yet. ` +
      `The nearest it holds: ${listed}. ` +
      'To have lessons on any topic, configure a model: set LLM_PROVIDER=gemini and GEMINI_API_KEY.',
  );
}
