import type { Values } from './fields.ts';
import type { speechKeys, storageKeys, writerKeys } from './groups.ts';

/**
 * What holds between keys. `broken` sees only the values that are right by themselves, so that one bad key does not hide
 * another.
 */
export interface Rule<V> {
  key: keyof V & string;
  reason: string;
  broken: (values: Partial<V>) => boolean;
}

type Storage = Values<typeof storageKeys>;
type Speech = Values<typeof speechKeys>;
type Writers = Values<typeof writerKeys & typeof speechKeys>;

export const storageRules: readonly Rule<Storage>[] = [
  {
    key: 'S3_BUCKET',
    reason: 'is needed because STORAGE_PROVIDER is s3',
    broken: (values) => values.STORAGE_PROVIDER === 's3' && values.S3_BUCKET === undefined,
  },
  {
    key: 'S3_SECRET_ACCESS_KEY',
    reason: 'is needed because S3_ACCESS_KEY_ID is set',
    broken: (values) => values.S3_ACCESS_KEY_ID !== undefined && values.S3_SECRET_ACCESS_KEY === undefined,
  },
  {
    key: 'S3_ACCESS_KEY_ID',
    reason: 'is needed because S3_SECRET_ACCESS_KEY is set',
    broken: (values) => values.S3_SECRET_ACCESS_KEY !== undefined && values.S3_ACCESS_KEY_ID === undefined,
  },
];

const geminiKey = 'is needed because a provider or a fallback is gemini';

export const speechRules: readonly Rule<Speech>[] = [
  {
    key: 'GEMINI_API_KEY',
    reason: geminiKey,
    broken: (values) =>
      values.GEMINI_API_KEY === undefined &&
      [values.SPEECH_PROVIDER, ...(values.SPEECH_FALLBACK ?? [])].includes('gemini'),
  },
  {
    key: 'SPEECH_FALLBACK',
    reason: 'names SPEECH_PROVIDER itself, which has failed by then',
    broken: (values) => values.SPEECH_FALLBACK?.some((name) => name === values.SPEECH_PROVIDER) === true,
  },
  {
    key: 'SPEECH_FALLBACK',
    reason: 'must end with flite or espeak: when Gemini cannot speak, a voice of this machine does',
    broken: ({ SPEECH_PROVIDER, SPEECH_FALLBACK }) =>
      SPEECH_FALLBACK !== undefined && (SPEECH_FALLBACK.at(-1) ?? SPEECH_PROVIDER) === 'gemini',
  },
];

export const writerRules: readonly Rule<Writers>[] = [
  {
    key: 'GEMINI_API_KEY',
    reason: geminiKey,
    broken: (values) =>
      values.GEMINI_API_KEY === undefined &&
      [values.LLM_PROVIDER, ...(values.LLM_FALLBACK ?? [])].includes('gemini'),
  },
  {
    key: 'LLM_FALLBACK',
    reason: 'names LLM_PROVIDER itself, which has failed by then',
    broken: (values) => values.LLM_FALLBACK?.some((name) => name === values.LLM_PROVIDER) === true,
  },
];
