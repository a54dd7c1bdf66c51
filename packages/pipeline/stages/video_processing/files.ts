import type { z } from 'zod';
import type { videoProcessing } from './contract.ts';

export type ProcessingInput = z.infer<typeof videoProcessing.input>;
type Output = z.infer<typeof videoProcessing.output>;

/** A finished local file, before it is stored. */
export interface LocalFile {
  kind: Output['files'][number]['kind'];
  path: string;
  name: string;
  contentType: string;
}
