import type { ContractCatalogue } from '@vividly/engine';
import { notification } from './stages/notification/contract.ts';
import { ragRetrieval } from './stages/rag_retrieval/contract.ts';
import { scriptGeneration } from './stages/script_generation/contract.ts';
import { speechSynthesis } from './stages/speech_synthesis/contract.ts';
import { validation } from './stages/validation/contract.ts';
import { videoGeneration } from './stages/video_generation/contract.ts';
import { videoProcessing } from './stages/video_processing/contract.ts';

/** What every stage is, without what it takes to run one: for the API, docs and progress. */
export const contracts = {
  validation,
  rag_retrieval: ragRetrieval,
  script_generation: scriptGeneration,
  speech_synthesis: speechSynthesis,
  video_generation: videoGeneration,
  video_processing: videoProcessing,
  notification,
} satisfies ContractCatalogue;
