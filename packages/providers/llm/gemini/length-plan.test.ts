import { limits, questionPauseMs, sceneCountRange, scenePauseMs } from '@vividly/lesson';
import { lengthPlan, sentencePauseMs } from './length-plan.ts';

const interest = { name: 'basketball', slug: null, family: null };
const asked = [30, 45, 60, 75, 90, 120, 180, 240, 360].flatMap((targetSeconds) =>
  [110, 150, 170].flatMap((wordsPerMinute) =>
    [interest, null].map((each) => ({ targetSeconds, wordsPerMinute, interest: each })),
  ),
);

test.each(asked)(
  '$targetSeconds s at $wordsPerMinute words a minute: words and pauses fill the time',
  (brief) => {
    const { roles, words, sentences, objectives } = lengthPlan(brief);
    const inScenes = (sentences - roles.length) * sentencePauseMs;
    const ms =
      (words * 60_000) / brief.wordsPerMinute +
      inScenes +
      questionPauseMs +
      scenePauseMs * (roles.length - 1);
    expect(Math.abs(ms / 1000 / brief.targetSeconds - 1)).toBeLessThan(limits.durationOffShare / 4);
    const { min, max } = sceneCountRange(brief.targetSeconds);
    expect(roles.length).toBeGreaterThanOrEqual(min);
    expect(roles.length).toBeLessThanOrEqual(max);
    expect(roles.filter((role) => role === 'explain')).toHaveLength(objectives);
  },
);

test.each([
  [45, interest, ['hook', 'explain', 'quiz', 'recap']],
  [60, interest, ['hook', 'explain', 'explain', 'quiz', 'recap']],
  [75, interest, ['hook', 'explain', 'analogy', 'misconception', 'quiz', 'recap']],
  [90, interest, ['hook', 'explain', 'explain', 'analogy', 'misconception', 'quiz', 'recap']],
  [90, null, ['hook', 'explain', 'explain', 'explain', 'misconception', 'quiz', 'recap']],
])('%i s with %j has the scenes %j', (targetSeconds, each, roles) => {
  expect(lengthPlan({ targetSeconds, wordsPerMinute: 150, interest: each }).roles).toEqual(roles);
});
