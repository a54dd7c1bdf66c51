/**
 * `hard`: a lesson that breaks it is not delivered. Only what the system can keep on every lesson of its own, or mends
 * before it gives up, is hard. `soft`: it is reported.
 */
export type Severity = 'hard' | 'soft';

/** Whether a script is as its writer left it, or somebody edited it since. */
export type Authorship = 'written' | 'edited';

/** What a rule is called and what breaking it means. */
export interface Standing {
  title: string;
  severity: Severity;
  /** In a script that somebody edited: what they decided on purpose costs them no lesson. */
  whenEdited: Severity;
  /** Why so severe, and no more. */
  because: string;
}

const hard = (title: string, because: string): Standing => ({
  title,
  severity: 'hard',
  whenEdited: 'hard',
  because,
});
const soft = (title: string, because: string): Standing => ({
  title,
  severity: 'soft',
  whenEdited: 'soft',
  because,
});
/** Hard for writers; an editor may know better. */
const hardForWriters = (title: string, because: string): Standing => ({
  ...hard(title, because),
  whenEdited: 'soft',
});

const voiceDecides = 'the voice decides it, and no other take would be different';
const heldBefore = 'the writer is held to it; an editor may know better';
const byConstruction = 'layouts and captions are made so that it cannot happen';
const untrue = 'a lesson that says what nobody can look up is worse than none';

/** Every rule by name. Each number from 1 to 17 has at least one. */
export const standings: Readonly<Record<string, Standing>> = {
  // 1, 2: the plan
  lesson_too_long: soft('at most 6 minutes', voiceDecides),
  scene_count: soft('4 to 8 scenes', heldBefore),
  scene_length: soft('scenes of 8 to 35 s', voiceDecides),
  objective_not_taught: soft('every objective has its scene', heldBefore),
  no_opening_question: hardForWriters(
    'opens with the question',
    'without it the learner does not know what for',
  ),
  no_closing_recap: hardForWriters('ends with a recap', 'what is not said again is lost'),
  no_retrieval_question: hardForWriters('asks a question, with its answer', 'recall is what makes it stay'),
  // 3 to 7: the words
  too_many_screen_words: soft('few words on screen', heldBefore),
  screen_repeats_narration: soft('the screen does not repeat the narration', heldBefore),
  term_not_spoken: soft('new terms are spoken', heldBefore),
  term_used_before_definition: soft('no term before its definition', heldBefore),
  term_not_defined: soft('new terms are explained', heldBefore),
  too_little_second_person: soft('speaks to the learner', heldBefore),
  sentence_too_long: soft('short sentences', heldBefore),
  reading_grade: soft('reading grade', heldBefore),
  objective_without_mapping: soft('every objective has its row in the analogy', heldBefore),
  mapping_not_spoken: soft('the analogy is spoken', heldBefore),
  analogy_not_drawn: soft('the analogy is drawn', heldBefore),
  analogy_without_limit: soft('says where the analogy stops', heldBefore),
  no_example_without_interest: soft('one example without the interest', heldBefore),
  no_misconception: soft('a misconception is corrected', heldBefore),
  no_worked_example: soft('a procedure is worked through', heldBefore),
  // 8: sources
  sentence_without_source: hard('statements name their sources', untrue),
  unknown_source: hard('sources are in the list', untrue),
  explanation_without_source: hard('explanations rest on sources', untrue),
  // 9, 10: time and voice
  duration_off_target: soft('as long as asked', voiceDecides),
  speaking_rate: soft('speaking rate', voiceDecides),
  scene_gap: soft('pause between scenes', voiceDecides),
  question_pause: soft('time to think after a question', voiceDecides),
  silence_too_long: soft('no other pause between words', voiceDecides),
  no_time_to_think: soft('the script gives time to think', heldBefore),
  pause_too_long: soft('the script has no hole', heldBefore),
  unplanned_silence: soft('no other silence in the sound', voiceDecides),
  // 11: sound
  loudness_off_target: hard('loudness', 'it is levelled, and levelled again, until it is right'),
  true_peak_too_high: hard(
    'true peak',
    'a limiter holds it, and the sound is made again where AAC adds to it',
  ),
  sound_clips: hard('no clipping', 'the limiter holds it'),
  music_too_loud: soft('music under speech', 'it is heard in pauses only, where nothing is covered'),
  // 12, 13: captions
  captions_differ_from_script: hard('captions are the script, word for word', byConstruction),
  caption_too_large: hard('two lines of 42 characters', byConstruction),
  caption_duration: soft('0.83 to 7 s on screen', 'a short sentence between pauses has no more time'),
  caption_too_fast: soft('reading speed of captions', 'the voice decides how much is said in a time'),
  captions_too_close: soft('two frames between captions', voiceDecides),
  caption_across_cut: hard('no caption across a cut', byConstruction),
  caption_file_faulty: hard('caption files can be read', 'a player that cannot read them shows none'),
  word_files_missing: hard('WebVTT, SubRip and words are delivered', 'some learners have nothing else'),
  word_times_off: hard('delivered words have their times', byConstruction),
  word_lit_off_speech: hard('words are lit when they are spoken', byConstruction),
  word_not_lit: hard('words are seen to light up', byConstruction),
  // 14, 15: the picture
  element_without_cue: soft('every part is bound to a word', heldBefore),
  visual_without_parts: soft('every visual shows something', heldBefore),
  words_differ_from_script: hard('the timed words are those of the script', byConstruction),
  reveal_off_word: hard('parts appear with their words', byConstruction),
  reveal_not_seen: hard('parts are seen to appear', 'what is spoken of must be there'),
  contrast_too_low: hard('contrast', 'text that cannot be read is missing'),
  type_too_small: hard('size of type', byConstruction),
  text_cut: hard('texts are whole', byConstruction),
  text_outside_safe_area: hard('texts are inside the safe area', byConstruction),
  texts_overlap: hard('texts do not overlap', byConstruction),
  // 16: files
  sound_and_picture_differ: hard('sound and picture are equally long', 'players stop or freeze at the end'),
  blank_picture: hard('no black or blank picture', 'nothing we draw is blank'),
  opening_not_shown: hard('begins with its opening', 'the first picture stands while a player loads'),
  ends_blank: hard('no black tail', 'nothing we draw is blank'),
  tail_too_long: hard('no frozen tail', 'the sound ends soon after its last word, and the picture with it'),
  poster_blank: hard('the poster is not blank', 'it stands for the lesson'),
  poster_without_title: hard('the poster shows the title', 'it stands for the lesson'),
  // 17: access
  transcript_incomplete: hard('transcript with every sentence and visual', 'some learners have nothing else'),
  colour_alone: hard('nothing is told by colour alone', 'one learner in twenty does not see it'),
};

/** What breaking a rule means for a script. Throws for a name that no rule has. */
export function standingOf(name: string, authorship: Authorship): Pick<Standing, 'title' | 'severity'> {
  const found = standings[name];
  if (!found) throw new Error(`the rule ${name} has no standing`);
  return { title: found.title, severity: authorship === 'edited' ? found.whenEdited : found.severity };
}
