-- Durable execution: the backlog with whose turn it is, the workers, Redis by its mark, circuit breakers, dead letters.

-- ── Requests ──────────────────────────────────────────────────────────────────────────────────────────────────

ALTER TABLE "content_requests"
  ADD COLUMN "tier" "user_tier" NOT NULL DEFAULT 'free',
  ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "clock_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD CONSTRAINT "content_requests_priority" CHECK ("priority" BETWEEN 0 AND 9);

ALTER TABLE "stage_tasks" ADD COLUMN "payload_version" INTEGER NOT NULL DEFAULT 1;

-- ── The backlog: one row for each task that is due and not claimed ───────────────────────────────────────────────

-- Rows were deleted when Redis had the job; from now on they stay until the claim. What is missing comes back here.
DROP TABLE "outbox";
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "task_id" UUID NOT NULL,
    "dispatch_no" INTEGER NOT NULL,
    "stage" "pipeline_stage" NOT NULL,
    "request_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "tier" "user_tier" NOT NULL,
    "priority" INTEGER NOT NULL,
    "available_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "outbox_task_id_key" ON "outbox"("task_id");
CREATE INDEX "outbox_stage_organization_id_priority_request_id_idx" ON "outbox"("stage", "organization_id", "priority" DESC, "request_id");
CREATE INDEX "outbox_request_id_idx" ON "outbox"("request_id");
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "stage_tasks"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "outbox_sent_idx" ON "outbox" ("sent_at") WHERE "sent_at" IS NOT NULL;
CREATE TRIGGER "outbox_notify" AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION "notify_outbox"();

INSERT INTO "outbox" ("task_id", "dispatch_no", "stage", "request_id", "organization_id", "tier", "priority", "available_at")
SELECT t."id", t."dispatch_no", t."stage", r."id", r."organization_id", r."tier", r."priority", t."available_at"
FROM "stage_tasks" t JOIN "content_requests" r ON r."id" = t."request_id"
WHERE t."status" = 'pending' AND t."waiting_for" IS NULL AND NOT r."awaiting_clarification"
  AND r."status" NOT IN ('completed', 'failed', 'cancelled');

CREATE TABLE "dispatch_turns" (
    "stage" "pipeline_stage" NOT NULL,
    "organization_id" UUID NOT NULL,
    "deficit" INTEGER NOT NULL,
    "turn" BIGINT NOT NULL,

    CONSTRAINT "dispatch_turns_pkey" PRIMARY KEY ("stage","organization_id")
);

-- ── Who works, and where the jobs are ────────────────────────────────────────────────────────────────────────────

CREATE TABLE "worker_processes" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "concurrency" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_processes_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "redis_incarnations" (
    "prefix" TEXT NOT NULL,
    "mark" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "redis_incarnations_pkey" PRIMARY KEY ("prefix")
);
CREATE TRIGGER "redis_incarnations_updated_at" BEFORE UPDATE ON "redis_incarnations" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();

-- ── Providers ─────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE "provider_circuits" (
    "name" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "budget" DOUBLE PRECISION NOT NULL,
    "open_until" TIMESTAMPTZ(3),
    "openings" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_circuits_pkey" PRIMARY KEY ("name")
);
CREATE TRIGGER "provider_circuits_updated_at" BEFORE UPDATE ON "provider_circuits" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();

-- ── Dead letters ──────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE "dead_letters" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "task_id" UUID,
    "stage" "pipeline_stage" NOT NULL,
    "part" TEXT,
    "reason" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "stderr" TEXT,
    "attempt" INTEGER NOT NULL,
    "losses" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settlement" TEXT,
    "settled_by" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "dead_letters_reason" CHECK ("reason" IN ('failed', 'poison', 'deadline', 'plan')),
    CONSTRAINT "dead_letters_settlement" CHECK ("settlement" IN ('redriven', 'discarded')),
    CONSTRAINT "dead_letters_settled" CHECK (("settlement" IS NULL) = ("settled_at" IS NULL)),
    CONSTRAINT "dead_letters_stderr_length" CHECK (octet_length("stderr") <= 16384)
);
CREATE INDEX "dead_letters_request_id_idx" ON "dead_letters"("request_id");
CREATE INDEX "dead_letters_task_id_idx" ON "dead_letters"("task_id");
CREATE INDEX "dead_letters_open_idx" ON "dead_letters" ("created_at" DESC, "id" DESC) WHERE "settlement" IS NULL;
ALTER TABLE "dead_letters" ADD CONSTRAINT "dead_letters_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "content_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "dead_letters" ADD CONSTRAINT "dead_letters_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "stage_tasks"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ── A cancel reaches the worker that runs the task at once ───────────────────────────────────────────────────────

CREATE FUNCTION "notify_cancel"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('vividly_cancelled', NEW.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER "content_requests_cancel_notify" AFTER UPDATE OF "status" ON "content_requests"
  FOR EACH ROW WHEN (NEW.status IN ('cancelled', 'failed') AND OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION "notify_cancel"();
