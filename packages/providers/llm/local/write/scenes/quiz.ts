import type { Topic } from '@vividly/knowledge/library';
import { limits, phraseIndex, plainWords, wordOverlap } from '@vividly/lesson';
import { levels, type Material } from '../lesson.ts';
import { phrases, spokenTime } from '../phrases.ts';
import { asked, line, optionsOf, type SceneOption } from '../utterance.ts';

type Objective = Topic['objectives'][number];

/** A retrieval question of one lesson, from the library or made of a term. */
export interface Question {
  objective: string;
  /** As spoken. */
  question: string;
  short: string;
  options: readonly { id: string; text: string }[];
  answer: string;
  /** Says why; absent where the bare answer is all there is. */
  explanation: string | undefined;
  source: string;
}

/** Signs that a voice cannot read. */
const unspeakable = /[=×÷+*/^²³<>]/;

/** What a rewatch sentence says until the lesson's times are known: as long as most times are. */
export const timeToCome = spokenTime(30);

/** Questions on what the lesson teaches: the topic's own, else one that asks for a term of its first objective. */
export function questionsOn(topic: Topic, objectives: readonly Objective[]): Question[] {
  const own = topic.quiz.filter(({ objective }) => objectives.some(({ id }) => id === objective));
  if (own.length > 0) return own;
  return objectives.slice(0, 1).flatMap((objective) => termQuestion(topic, objective) ?? []);
}

/** Asks for the term, among those that the objective's point or its own list speaks of, that is quickest to define. */
function termQuestion(topic: Topic, objective: Objective): Question | undefined {
  const points = levels.map((level) => objective.lines[level][0]?.say.toLowerCase() ?? '');
  const [term] = topic.terms
    .filter((each) => points.every((point) => phraseIndex(plainWords(point), plainWords(each.term)) >= 0))
    .sort((a, b) => meaningOf(a).length - meaningOf(b).length);
  if (term === undefined) return undefined;
  const others = topic.terms.filter((each) => each !== term).slice(0, 2);
  const options = [...others, term]
    .map((each) => each.term)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((text, index) => ({ id: `option-${index + 1}`, text }));
  const answer = options.find(({ text }) => text === term.term);
  if (answer === undefined) return undefined;
  return {
    objective: objective.id,
    question: phrases.termQuestion(meaningOf(term)),
    short: phrases.termPrompt,
    options,
    answer: answer.id,
    explanation: undefined,
    source: term.source,
  };
}

/** A definition inside a sentence: its first clause, in lower case. */
function meaningOf({ definition }: Topic['terms'][number]): string {
  const clause = definition.replace(/[;.].*$/, '');
  return clause.charAt(0).toLowerCase() + clause.slice(1);
}

/** The question, time to think, the answer, and when to watch again. */
export function quizOptions(
  material: Material,
  question: Question,
  place: 'first' | 'second',
): SceneOption[] {
  const { wordsPerMinute, say, inSentence } = material;
  const right = question.options.find(({ id }) => id === question.answer)?.text ?? '';
  const bare = line(say(phrases.answer(inSentence(right))), question.source, [question.answer]);
  const explained = question.explanation && line(question.explanation, question.source, [question.answer]);
  const answers = explained ? (unspeakable.test(right) ? [explained] : [explained, bare]) : [bare];
  const prompt = promptFor(question);
  const lead = place === 'first' ? phrases.quizLead : phrases.secondQuizLead;
  return answers.flatMap((answer) =>
    optionsOf(
      {
        role: 'quiz',
        objective: question.objective,
        heading: 'Your turn',
        visual: {
          kind: 'question',
          prompt,
          options: question.options.map(({ id, text }) => ({ id, text })),
          answer: question.answer,
        },
        visualDescription: `The question “${prompt}” with the answers ${question.options
          .map(({ text }) => text)
          .join(', ')}; then ${right} is marked as right.`,
      },
      [
        { utterance: line(say(lead)), worth: 0.4 },
        { utterance: asked(line(question.question)), worth: 'always' },
        { utterance: answer, worth: 'always' },
        { utterance: rewatch(material, timeToCome), worth: 2.2 },
      ],
      { wordsPerMinute, worth: (place === 'first' ? 0 : 5) + (answer === bare ? 0 : 3) },
    ),
  );
}

/** The question's short form, unless it and the options would put the spoken question on the screen (rule 3). */
function promptFor({ question, short, options }: Question): string {
  const screen = [short, ...options.map(({ text }) => text)].join(' ');
  return Math.max(wordOverlap(screen, question), wordOverlap(short, question)) < limits.overlapBelow
    ? short
    : phrases.prompt;
}

/** The sentence that says from when to watch again. */
export function rewatch({ say }: Pick<Material, 'say'>, time: string) {
  return line(say(phrases.rewatch(time)));
}
