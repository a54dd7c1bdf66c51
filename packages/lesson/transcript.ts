import type { LessonScript } from './script.ts';

/** When scenes start, in seconds of the lesson, by scene id. Left out for a lesson that is only text. */
export type SceneStarts = ReadonlyMap<string, number>;

/** `m:ss` */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
}

/**
 * The lesson as Markdown (rule 17): every sentence, what each visual shows, the terms, the quiz with its answers, and
 * the passages each scene rests on. With `starts` every scene carries its time.
 */
export function transcriptOf(script: LessonScript, starts?: SceneStarts): string {
  const titleOf = new Map(script.sources.map(({ passageId, title }) => [passageId, title]));
  const scenes = script.scenes.map((scene) => {
    const start = starts?.get(scene.id);
    const cited = [...new Set(scene.sentences.flatMap(({ sources }) => sources))];
    return [
      `## ${start === undefined ? '' : `[${clock(start)}] `}${scene.heading}`,
      `*On screen: ${scene.visualDescription}*`,
      scene.sentences.map(({ text }) => text).join(' '),
      ...scene.terms.map(({ term, definition }) => `**${term}**: ${definition}`),
      ...(cited.length === 0
        ? []
        : [`Sources: ${cited.map((id) => `${titleOf.get(id) ?? id} (${id})`).join('; ')}`]),
    ].join('\n\n');
  });
  const quiz = script.quiz.map(({ question, answer, rewatchSceneId }) => {
    const start = starts?.get(rewatchSceneId);
    const again = start === undefined ? '' : ` Watch again from ${clock(start)}.`;
    return `- ${question}\n  Answer: ${answer}${again}`;
  });
  return [`# ${script.title}`, script.question, ...scenes, '## Questions', quiz.join('\n'), ''].join('\n\n');
}
