import type { LessonScript, RuleFinding } from '@vividly/lesson';
import type { LessonBrief } from '../../port.ts';
import type { GeminiPrompt } from '../client.ts';
import { draftOf } from '../script-draft.ts';
import { dataPart } from './data-part.ts';
import { lessonFigures, lessonRules } from './lesson-rules.ts';
import { briefParts } from './write.ts';

/** Asks for the same lesson with `findings` mended. */
export function repairPrompt(
  brief: LessonBrief,
  script: LessonScript,
  findings: readonly RuleFinding[],
): Pick<GeminiPrompt, 'systemInstruction' | 'parts'> {
  return {
    systemInstruction: lessonRules,
    parts: [
      'Mend the lesson below. It breaks the rules listed as findings. Change what they need and nothing else: every ' +
        'other scene and sentence stays word for word. Answer with the whole lesson.\n' +
        lessonFigures(brief),
      ...briefParts(brief),
      dataPart('The lesson:', draftOf(script)),
      dataPart(
        'The findings:',
        findings.map((finding) => ({
          rule: finding.name,
          where: placeOf(finding, script),
          wrong: finding.message,
        })),
      ),
    ],
  };
}

/** A draft has no ids of scenes and sentences: the model counts them. */
function placeOf({ sceneId, sentenceId }: RuleFinding, { scenes }: LessonScript): string {
  const scene = scenes.findIndex(({ id }) => id === sceneId);
  const sentence = scenes[scene]?.sentences.findIndex(({ id }) => id === sentenceId) ?? -1;
  if (scene < 0) return 'the whole lesson';
  return sentence < 0 ? `scene ${scene + 1}` : `scene ${scene + 1}, sentence ${sentence + 1}`;
}
