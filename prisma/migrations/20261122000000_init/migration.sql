-- Trigram similarity for misspelt queries.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "content_request_status" AS ENUM ('pending', 'validating', 'retrieving', 'generating_script', 'generating_video', 'processing_video', 'notifying', 'completed', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "pipeline_stage" AS ENUM ('validation', 'rag_retrieval', 'script_generation', 'speech_synthesis', 'video_generation', 'video_processing', 'notification');

-- CreateEnum
CREATE TYPE "stage_status" AS ENUM ('pending', 'in_progress', 'completed', 'failed', 'skipped');

-- CreateEnum
CREATE TYPE "user_role" AS ENUM ('student', 'teacher', 'admin', 'super_admin');

-- CreateEnum
CREATE TYPE "user_tier" AS ENUM ('free', 'pro', 'enterprise');

-- CreateEnum
CREATE TYPE "modality" AS ENUM ('text', 'audio', 'video');

-- CreateTable
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "user_role" NOT NULL DEFAULT 'student',
    "tier" "user_tier" NOT NULL DEFAULT 'free',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "topics" (
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "grade_min" INTEGER NOT NULL,
    "grade_max" INTEGER NOT NULL,
    "aliases" TEXT[],
    "content_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "topics_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "interests" (
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "aliases" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "interests_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "passages" (
    "id" TEXT NOT NULL,
    "topic_slug" TEXT NOT NULL,
    "angle" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "keywords" TEXT NOT NULL,
    "search" tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', "title" || ' ' || "keywords"), 'A') || setweight(to_tsvector('english', "text"), 'B')
    ) STORED,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "passages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "content_requests" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID,
    "correlation_id" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "grade_level" INTEGER,
    "interest" TEXT,
    "modalities" "modality"[],
    "duration_seconds" INTEGER NOT NULL,
    "aspect_ratio" TEXT NOT NULL,
    "voice" TEXT,
    "status" "content_request_status" NOT NULL DEFAULT 'pending',
    "current_stage" "pipeline_stage",
    "progress_percentage" INTEGER NOT NULL DEFAULT 0,
    "run_epoch" INTEGER NOT NULL DEFAULT 0,
    "request_metadata" JSONB NOT NULL DEFAULT '{}',
    "awaiting_clarification" BOOLEAN NOT NULL GENERATED ALWAYS AS (
        "status" = 'pending'
        AND coalesce(jsonb_typeof("request_metadata" -> 'clarification') = 'object', false)
        AND "request_metadata" -> 'clarification' ->> 'answeredAt' IS NULL
    ) STORED,
    "last_event_seq" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "error" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "content_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_stages" (
    "request_id" UUID NOT NULL,
    "stage" "pipeline_stage" NOT NULL,
    "status" "stage_status" NOT NULL DEFAULT 'pending',
    "tasks_total" INTEGER NOT NULL DEFAULT 0,
    "tasks_done" INTEGER NOT NULL DEFAULT 0,
    "error" JSONB,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "request_stages_pkey" PRIMARY KEY ("request_id","stage")
);

-- CreateTable
CREATE TABLE "stage_tasks" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "stage" "pipeline_stage" NOT NULL,
    "part" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "status" "stage_status" NOT NULL DEFAULT 'pending',
    "input" JSONB,
    "input_hash" TEXT,
    "output" JSONB,
    "cached" BOOLEAN NOT NULL DEFAULT false,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "losses" INTEGER NOT NULL DEFAULT 0,
    "run_epoch" INTEGER NOT NULL DEFAULT 0,
    "dispatch_no" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "worker_id" TEXT,
    "waiting_for" TEXT,
    "available_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "error" JSONB,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stage_tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_results" (
    "input_hash" TEXT NOT NULL,
    "stage" "pipeline_stage" NOT NULL,
    "output" JSONB,
    "claimed_by" TEXT,
    "claim_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "task_results_pkey" PRIMARY KEY ("input_hash")
);

-- CreateTable
CREATE TABLE "request_events" (
    "request_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "request_events_pkey" PRIMARY KEY ("request_id","seq")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "task_id" UUID NOT NULL,
    "dispatch_no" INTEGER NOT NULL,
    "stage" "pipeline_stage" NOT NULL,
    "available_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "organization_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "request_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("organization_id","key")
);

-- CreateTable
CREATE TABLE "artifacts" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "storage_key" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "artifacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_metrics" (
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "organization_id" UUID NOT NULL,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "completed" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "cached" INTEGER NOT NULL DEFAULT 0,
    "clarified" INTEGER NOT NULL DEFAULT 0,
    "wait_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "lesson_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "request_metrics_pkey" PRIMARY KEY ("hour","organization_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organizations_slug_key" ON "organizations"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_organization_id_idx" ON "users"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "api_keys_organization_id_idx" ON "api_keys"("organization_id");

-- CreateIndex
CREATE INDEX "api_keys_user_id_idx" ON "api_keys"("user_id");

-- CreateIndex
CREATE INDEX "interests_family_idx" ON "interests"("family");

-- CreateIndex
CREATE INDEX "passages_topic_slug_idx" ON "passages"("topic_slug");

-- CreateIndex
CREATE INDEX "passages_search_idx" ON "passages" USING GIN ("search");

-- CreateIndex
CREATE INDEX "passages_keywords_trgm_idx" ON "passages" USING GIN ("keywords" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "content_requests_organization_id_created_at_id_idx" ON "content_requests"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "content_requests_organization_id_status_created_at_id_idx" ON "content_requests"("organization_id", "status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "content_requests_user_id_idx" ON "content_requests"("user_id");

-- CreateIndex
CREATE INDEX "stage_tasks_waiting_for_idx" ON "stage_tasks"("waiting_for");

-- CreateIndex
CREATE UNIQUE INDEX "stage_tasks_request_id_stage_part_key" ON "stage_tasks"("request_id", "stage", "part");

-- CreateIndex
CREATE INDEX "outbox_available_at_idx" ON "outbox"("available_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_task_id_dispatch_no_key" ON "outbox"("task_id", "dispatch_no");

-- CreateIndex
CREATE INDEX "idempotency_keys_expires_at_idx" ON "idempotency_keys"("expires_at");

-- CreateIndex
CREATE INDEX "idempotency_keys_request_id_idx" ON "idempotency_keys"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "artifacts_request_id_kind_key" ON "artifacts"("request_id", "kind");

-- CreateIndex
CREATE INDEX "request_metrics_organization_id_idx" ON "request_metrics"("organization_id");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passages" ADD CONSTRAINT "passages_topic_slug_fkey" FOREIGN KEY ("topic_slug") REFERENCES "topics"("slug") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_requests" ADD CONSTRAINT "content_requests_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_requests" ADD CONSTRAINT "content_requests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_stages" ADD CONSTRAINT "request_stages_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "content_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_tasks" ADD CONSTRAINT "stage_tasks_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "content_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_events" ADD CONSTRAINT "request_events_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "content_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "stage_tasks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "content_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts" ADD CONSTRAINT "artifacts_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "content_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_metrics" ADD CONSTRAINT "request_metrics_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
