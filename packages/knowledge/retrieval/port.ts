import type { Angle } from '../schema.ts';

/** A passage that answers, with how well; scores compare within one answer only. */
export interface Retrieved {
  id: string;
  topic: string;
  angle: Angle;
  title: string;
  text: string;
  score: number;
}

export interface RetrievalQuery {
  /** The learner's words. */
  text: string;
  /** Only passages of this topic; null searches the whole library. */
  topic: string | null;
  /** Leaves out topics that are not taught within two grades of this one; null: no filter. */
  gradeLevel: number | null;
  /** How many passages of each angle at most. */
  perAngle: number;
}

/** Finds the passages a lesson rests on, each angle (definition, example, misconception) by itself. Best first. */
export interface PassageRetriever {
  /** Changes when the same query may find something else in the same library: part of task hashes. */
  readonly version: string;
  retrieve(query: RetrievalQuery): Promise<Retrieved[]>;
}
