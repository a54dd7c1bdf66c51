import type { PlanContext } from '@vividly/engine';
import { presentationSchema, type Presentation, type ThemeName } from '@vividly/lesson';

/** How the request wants its lesson to look, sound and be delivered, with defaults filled in. */
export function presentationOf({ request }: PlanContext): Presentation {
  return presentationSchema.parse(request.presentation);
}

/** The theme of the request's lesson. */
export function themeOf(context: PlanContext): ThemeName {
  const { theme } = presentationOf(context);
  return theme === 'auto' ? 'matter' : theme;
}
