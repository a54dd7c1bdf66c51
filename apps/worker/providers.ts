import type { WorkerConfig } from '@vividly/config';
import type { Database } from '@vividly/db';
import type { Library } from '@vividly/knowledge/library';
import { createLexicalRetriever } from '@vividly/knowledge/retrieval';
import { measureCalls, type Metrics } from '@vividly/observability';
import { createEventAnnouncer, type PipelineDeps } from '@vividly/pipeline';
import {
  createCachedSpeech,
  createGeminiWriter,
  createLocalWriter,
  createSpeechEngines,
  type CallGuard,
  type LessonWriter,
  type ObjectStorage,
  type SpeechEngine,
} from '@vividly/providers';

/** Builds the adapter that a configured name stands for: a name without one does not compile. */
type Builders<Name extends string, Adapter> = Record<Name, () => Adapter>;

/** What the process has opened already. */
export interface WorkerParts {
  db: Database;
  library: Library;
  storage: ObjectStorage;
  /** Stands before every call of a remote model. */
  guard: CallGuard;
  metrics: Pick<Metrics, 'observeCall' | 'observeSentence'>;
}

/** Everything the stages work with, as the environment configures it; nothing that was not configured. */
export function createPipelineDeps(
  config: WorkerConfig,
  { db, library, storage, guard, metrics }: WorkerParts,
): PipelineDeps {
  const gemini = () => ({
    apiKey: config.GEMINI_API_KEY ?? '',
    guard,
    ...(config.GEMINI_BASE_URL === undefined ? {} : { baseUrl: config.GEMINI_BASE_URL }),
  });
  const writers: Builders<WorkerConfig['LLM_PROVIDER'], LessonWriter> = {
    local: () => createLocalWriter(library),
    gemini: () =>
      createGeminiWriter({
        ...gemini(),
        models: config.GEMINI_MODELS,
        timeoutMs: config.GEMINI_TIMEOUT_SECONDS * 1000,
        library,
      }),
  };
  const [first, ...fallbacks] = createSpeechEngines(config, guard);
  const measured = (voice: SpeechEngine) =>
    createCachedSpeech(measureCalls(voice, ['speak'], metrics.observeCall), {
      storage,
      observe: (outcome) => {
        metrics.observeSentence({ engine: voice.name, outcome });
      },
    });
  return {
    writers: chain(writers, config.LLM_PROVIDER, config.LLM_FALLBACK, (writer) =>
      measureCalls(writer, ['understand', 'write', 'repair'], metrics.observeCall),
    ),
    voices: [measured(first), ...fallbacks.map(measured)],
    retriever: createLexicalRetriever(db, library.hash),
    storage,
    render: { height: config.RENDER_HEIGHT },
    announcer: createEventAnnouncer(db),
  };
}

/** The chosen adapter and its fallbacks in order; the configuration names each once. */
function chain<Name extends string, Adapter>(
  builders: Builders<Name, Adapter>,
  first: Name,
  fallbacks: readonly Name[],
  measured: (adapter: Adapter) => Adapter,
): [Adapter, ...Adapter[]] {
  return [measured(builders[first]()), ...fallbacks.map((name) => measured(builders[name]()))];
}
