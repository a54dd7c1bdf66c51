/** The enums of prisma/schema.prisma, without the Prisma client: safe to import from anywhere. */
export {
  content_request_status as ContentRequestStatus,
  pipeline_stage as PipelineStage,
  stage_status as StageStatus,
  user_role as UserRole,
  user_tier as UserTier,
  modality as Modality,
} from './generated/enums.ts';
