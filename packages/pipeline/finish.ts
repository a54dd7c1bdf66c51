import type { FinishedArtifact, FinishedLesson, PlanContext } from '@vividly/engine';
import { limits, qaReport, qaSummary, type LessonScript, type StoredFile } from '@vividly/lesson';
import { lessonOf } from './lesson.ts';
import { authorshipOf, scriptGeneration } from './stages/script_generation/contract.ts';
import { speechSynthesis } from './stages/speech_synthesis/contract.ts';
import { validation } from './stages/validation/contract.ts';
import { videoGeneration } from './stages/video_generation/contract.ts';
import { videoProcessing } from './stages/video_processing/contract.ts';

/** A source of the lesson, with the sentences that rest on it and when they are spoken (rule 8). */
interface CitedSource {
  passageId: string;
  title: string;
  sentences: { id: string; text: string; startSeconds?: number; endSeconds?: number }[];
}

function notAsLongAsAsked(seconds: number, asked: number): string {
  let why = `There was material for ${String(seconds)} s`;
  if (seconds > asked) why = `This takes ${String(seconds)} s to explain`;
  else if (seconds >= limits.lessonSecondsMax) why = `A lesson is at most ${String(seconds)} s long`;
  return `${why}; ${String(asked)} s were asked for.`;
}

/** The request's result and artifacts, from what its stages left. Pure. */
export function finishLesson(context: PlanContext): FinishedLesson {
  const { script, writtenBy, durationSeconds } = lessonOf(context);
  const [processed] = context.outputs(videoProcessing);
  const [understood] = context.outputs(validation);
  const voices = new Set(context.outputs(speechSynthesis).map(({ output }) => output.spokenBy));
  const [drawn] = context.outputs(videoGeneration);
  const { durationSeconds: asked } = context.request;
  return {
    artifacts: artifactsOf(context),
    result: {
      title: script.title,
      durationSeconds,
      ...(asked === script.targetSeconds ? {} : { note: notAsLongAsAsked(script.targetSeconds, asked) }),
      gradeLevel: script.gradeLevel,
      interest: script.interest ?? null,
      objectives: script.objectives,
      quiz: script.quiz.map(({ question, answer, rewatchSceneId }) => ({ question, answer, rewatchSceneId })),
      sources: citedSources(script, processed?.output.sentences ?? []),
      providers: {
        understanding: understood?.output.understoodBy ?? null,
        llm: writtenBy,
        // One engine may have stood in for another in some scenes.
        speech: voices.size === 0 ? null : [...voices].join(', '),
        renderer: drawn?.output.renderer ?? null,
      },
      qa: qaSummary(processed?.output.qa ?? qaReport({ script, authorship: authorshipOf(writtenBy) })),
    },
  };
}

function citedSources(
  script: LessonScript,
  times: { id: string; startSeconds: number; endSeconds: number }[],
): CitedSource[] {
  const timeOf = new Map(times.map(({ id, startSeconds, endSeconds }) => [id, { startSeconds, endSeconds }]));
  const sentences = script.scenes.flatMap((scene) => scene.sentences);
  return script.sources.flatMap(({ passageId, title }) => {
    const citing = sentences.filter((sentence) => sentence.sources.includes(passageId));
    if (citing.length === 0) return [];
    return [{ passageId, title, sentences: citing.map(({ id, text }) => ({ id, text, ...timeOf.get(id) })) }];
  });
}

function artifactsOf(context: PlanContext): FinishedArtifact[] {
  const [written] = context.outputs(scriptGeneration);
  if (!written) throw new Error('there is no script');
  const files = new Map<string, StoredFile>([
    ['script', written.output.scriptFile],
    ['transcript', written.output.transcriptFile],
  ]);
  if (written.output.qaFile !== null) files.set('qa_report', written.output.qaFile);
  // The finished lesson's transcript carries times, its report what was measured: they take the place of the script's.
  for (const { kind, file } of context.outputs(videoProcessing).flatMap(({ output }) => output.files))
    files.set(kind, file);
  return [...files].map(([kind, { key, bytes, sha256, contentType }]) => ({
    kind,
    key,
    bytes,
    sha256,
    contentType,
  }));
}
