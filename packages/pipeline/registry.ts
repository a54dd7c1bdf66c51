import { bindStage, type StageCatalogue } from '@vividly/engine';
import { contracts } from './contracts.ts';
import type { PipelineDeps } from './ports.ts';
import { createNotificationHandler } from './stages/notification/handler.ts';
import { createRetrievalHandler } from './stages/rag_retrieval/handler.ts';
import { createScriptHandler } from './stages/script_generation/handler.ts';
import { createSpeechHandler } from './stages/speech_synthesis/handler.ts';
import { createValidationHandler } from './stages/validation/handler.ts';
import { createVideoHandler } from './stages/video_generation/handler.ts';
import { createProcessingHandler } from './stages/video_processing/handler.ts';

/** The stage catalogue: every member of `pipeline_stage` with its contract and handler. One line a stage. */
export function createStages(deps: PipelineDeps): StageCatalogue {
  return {
    validation: bindStage(contracts.validation, createValidationHandler(deps)),
    rag_retrieval: bindStage(contracts.rag_retrieval, createRetrievalHandler(deps)),
    script_generation: bindStage(contracts.script_generation, createScriptHandler(deps)),
    speech_synthesis: bindStage(contracts.speech_synthesis, createSpeechHandler(deps)),
    video_generation: bindStage(contracts.video_generation, createVideoHandler(deps)),
    video_processing: bindStage(contracts.video_processing, createProcessingHandler(deps)),
    notification: bindStage(contracts.notification, createNotificationHandler(deps)),
  };
}
