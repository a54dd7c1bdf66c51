import type { LessonScript, Scene } from '@vividly/lesson';
import { phraseAt } from './cue-words.ts';
import type { LessonDraft, SceneDraft } from './draft.ts';

/** The draft that `scriptOf` turns into `script` again: what a model sees of a lesson that it is to mend. */
export function draftOf(script: LessonScript): LessonDraft {
  return {
    title: script.title,
    question: script.question,
    kind: script.kind,
    objectives: script.objectives.map((objective) => {
      const row = script.mapping.rows.find((each) => each.objective === objective.id);
      return { ...objective, concept: row?.concept, interest: row?.interest };
    }),
    scenes: script.scenes.map((scene) => sceneDraftOf(scene, script)),
  };
}

function sceneDraftOf(scene: Scene, { quiz, mapping, interest }: LessonScript): SceneDraft {
  const asked = quiz.find(({ sceneId }) => sceneId === scene.id);
  return {
    role: scene.role,
    ...(scene.objective === undefined ? {} : { objective: scene.objective }),
    heading: scene.heading,
    // A model is not asked for sources: their titles are to it a list like any other.
    visual: scene.visual.kind === 'sources' ? { ...scene.visual, kind: 'recap' } : scene.visual,
    visualDescription: scene.visualDescription,
    terms: scene.terms,
    sentences: scene.sentences.map(({ text, sources }, sentence) => ({
      text,
      passages: sources,
      reveals: scene.cues
        .filter((cue) => cue.sentence === sentence)
        .sort((a, b) => a.word - b.word)
        .map((cue) => ({ part: cue.element, word: phraseAt(text, cue.word) })),
      analogyLimit: interest === undefined ? undefined : text === mapping.limit,
    })),
    ...(asked === undefined ? {} : { quiz: { question: asked.question, spokenAnswer: asked.answer } }),
  };
}
