import type { PlanContext } from '@vividly/engine';
import { loadTopic, topicSlugs, type Topic } from '@vividly/knowledge/library';
import { presentationSchema, type Presentation, type ThemeName } from '@vividly/lesson';
import { validation } from './stages/validation/contract.ts';

/** How the request wants its lesson to look, sound and be delivered, with defaults filled in. */
export function presentationOf({ request }: PlanContext): Presentation {
  return presentationSchema.parse(request.presentation);
}

const familyOf: Record<Topic['subject'], ThemeName> = {
  biology: 'nature',
  'earth-science': 'nature',
  physics: 'matter',
  chemistry: 'matter',
  mathematics: 'numbers',
  'computer-science': 'numbers',
  economics: 'people',
  history: 'people',
};
/** Of lessons about something that the library does not hold. */
const UNKNOWN_SUBJECT: ThemeName = 'matter';

/** The theme that was asked for; `auto` is that of the topic's subject. */
export function themeOf(context: PlanContext): ThemeName {
  const { theme } = presentationOf(context);
  if (theme !== 'auto') return theme;
  const [understood] = context.outputs(validation);
  const slug = understood?.output.topic.slug ?? null;
  if (slug === null || !topicSlugs().includes(slug)) return UNKNOWN_SUBJECT;
  return familyOf[loadTopic(slug).subject];
}
