import type { Interest, Topic } from '@vividly/knowledge/library';
import { ProviderError } from '../../../errors.ts';
import type { LearnerQuestion, Understanding } from '../../port.ts';
import { chosenOption } from './answer.ts';
import { gradeIn } from './grade.ts';
import { findInterest, namedInterest, type FoundInterest } from './interest.ts';
import { outOfScope } from './scope.ts';
import { broaderTopics, matchTopics, nearestTopics, type TopicMatch } from './topic.ts';
import { contentWords, stem, tokens } from './words.ts';

interface Library {
  topics: readonly Topic[];
  interests: readonly Interest[];
}

/**
 * What a question asks for, by the library's names for things. Clear when it names one topic; vague, with options from
 * the library, when it names none but a broader field or nothing at all, or several; out of scope when it is nothing to
 * learn. Throws `topic_not_in_library` for a clear question about something else. Pure.
 */
export function understand(question: LearnerQuestion, library: Library): Understanding {
  const asked = latestWords(question);
  const words = tokens(asked);
  const refusal = outOfScope(asked, words);
  if (refusal !== null) return { outcome: 'out_of_scope', message: refusal, confidence: 0.9 };

  const matches = matchTopics(words, library.topics);
  const [best] = matches;
  const interest = interestOf(question, words, best?.matched ?? [], library.interests);
  if (best && !isTied(matches)) return clear(question, best, interest);
  if (best)
    return vague(
      matches.map(({ topic }) => topic),
      interest,
      'The question fits more than one topic.',
    );

  const interestWords = new Set(interest?.said ?? []);
  const subject = contentWords(words).filter(
    (word) => !interestWords.has(word) && !/^\d+(th|st|nd|rd)?$/.test(word),
  );
  const broad = broaderTopics(words, library.topics);
  if (broad.length > 0 && isOnlyBroad(subject, broad))
    return vague(
      broad.length > 1 ? broad : [...broad, ...spread(library.topics)],
      interest,
      `“${subject.join(' ')}” is a whole field; a lesson needs one idea of it.`,
    );
  if (
    subject.length === 0 ||
    subject.every((word) => ['homework', 'school', 'test', 'exam', 'assignment', 'study'].includes(word))
  )
    return vague(spread(library.topics), interest, 'The question does not say what to learn about.');
  const last = question.clarifications.at(-1);
  if (last && subject.length <= 2)
    return {
      outcome: 'vague',
      questions: last.questions,
      reasoning: 'The answer names none of the options.',
      confidence: 0.3,
    };
  throw notInLibrary(subject, nearestTopics(words, library.topics));
}

/** The words to go by: the question, or what the last answer made of it. */
function latestWords({ query, clarifications }: LearnerQuestion): string {
  const last = clarifications.at(-1);
  return last ? (chosenOption(last.answer, last.questions) ?? last.answer) : query;
}

function interestOf(
  { query, interest, clarifications }: LearnerQuestion,
  words: readonly string[],
  topicWords: readonly string[],
  interests: readonly Interest[],
): FoundInterest | null {
  if (interest !== undefined && interest.trim() !== '') return namedInterest(interest, interests);
  const inAnswer = findInterest(words, topicWords, interests);
  return inAnswer ?? (clarifications.length > 0 ? findInterest(tokens(query), topicWords, interests) : null);
}

/** Two topics are meant equally when their best names are equally sure and equally long. */
function isTied([first, second]: readonly TopicMatch[]): boolean {
  if (!first || !second) return false;
  return (
    first.confidence === second.confidence &&
    contentWords(first.matched).length === contentWords(second.matched).length
  );
}

function clear(
  question: LearnerQuestion,
  { topic, confidence }: TopicMatch,
  interest: FoundInterest | null,
): Understanding {
  return {
    outcome: 'clear',
    topic: { slug: topic.slug, title: topic.title },
    interest: interest && { name: interest.name, slug: interest.slug, family: interest.family },
    gradeLevel: question.gradeLevel ?? gradeIn(question.query) ?? topic.grades.typical,
    confidence,
  };
}

function vague(topics: readonly Topic[], interest: FoundInterest | null, reasoning: string): Understanding {
  const using = interest ? ` using ${interest.name}` : '';
  const questions = topics.slice(0, 3).map(({ title }) => `Explain ${inSentence(title)}${using}`);
  return { outcome: 'vague', questions, reasoning, confidence: 0.4 };
}

/** A title inside a sentence: lower case unless it starts with a name or an abbreviation. */
function inSentence(title: string): string {
  return /^(Newton|Pythagor|French|The French|DNA)/.test(title)
    ? title.replace(/^The /, 'the ')
    : title.charAt(0).toLowerCase() + title.slice(1);
}

/** One topic of each of three subjects. */
function spread(topics: readonly Topic[]): Topic[] {
  const wanted = ['physics', 'biology', 'mathematics'];
  const chosen = wanted.flatMap((subject) => topics.find((topic) => topic.subject === subject) ?? []);
  return chosen.length >= 2 ? chosen : topics.slice(0, 3);
}

/** Whether the subject words say nothing beyond the broader names themselves. */
function isOnlyBroad(subject: readonly string[], topics: readonly Topic[]): boolean {
  const names = new Set(
    topics.flatMap((topic) => tokens([topic.subject, ...topic.broader].join(' '))).map(stem),
  );
  return subject.every((word) => names.has(stem(word)));
}

function notInLibrary(subject: readonly string[], nearest: readonly Topic[]): ProviderError {
  const near = nearest.map(({ title }) => title).join(', ');
  return new ProviderError(
    'topic_not_in_library',
    'local',
    `The shipped library holds no lesson about “${subject.join(' ')}”. Closest topics: ${near}. For any topic, configure a model: LLM_PROVIDER=gemini (or LLM_FALLBACK=gemini) and GEMINI_API_KEY.`,
  );
}
