-- What the schema language cannot say: checks, legal moves, timestamps, wake-ups, partial indexes, the dashboard.

-- ── Checks ────────────────────────────────────────────────────────────────────────────────────────────────────

ALTER TABLE "content_requests"
  ADD CONSTRAINT "content_requests_query_length" CHECK (char_length("query") BETWEEN 5 AND 500),
  ADD CONSTRAINT "content_requests_grade" CHECK ("grade_level" BETWEEN 1 AND 12),
  ADD CONSTRAINT "content_requests_interest_length" CHECK (char_length("interest") <= 100),
  ADD CONSTRAINT "content_requests_duration" CHECK ("duration_seconds" BETWEEN 30 AND 600),
  ADD CONSTRAINT "content_requests_aspect_ratio" CHECK ("aspect_ratio" IN ('16:9', '9:16', '1:1')),
  ADD CONSTRAINT "content_requests_modalities" CHECK (cardinality("modalities") >= 1),
  ADD CONSTRAINT "content_requests_progress" CHECK ("progress_percentage" BETWEEN 0 AND 100),
  ADD CONSTRAINT "content_requests_completed_has_result" CHECK ("status" <> 'completed' OR "result" IS NOT NULL),
  ADD CONSTRAINT "content_requests_failed_has_error" CHECK ("status" <> 'failed' OR "error" IS NOT NULL);

ALTER TABLE "stage_tasks"
  ADD CONSTRAINT "stage_tasks_completed_has_output" CHECK ("status" <> 'completed' OR "output" IS NOT NULL),
  ADD CONSTRAINT "stage_tasks_running_has_lease" CHECK ("status" <> 'in_progress' OR "lease_until" IS NOT NULL);

ALTER TABLE "passages"
  ADD CONSTRAINT "passages_angle" CHECK ("angle" IN ('definition', 'example', 'misconception'));

ALTER TABLE "artifacts"
  ADD CONSTRAINT "artifacts_not_empty" CHECK ("bytes" > 0),
  ADD CONSTRAINT "artifacts_sha256" CHECK ("sha256" ~ '^[0-9a-f]{64}$');

-- ── Legal moves: the same tables as packages/db/state-machine.ts, compared pair by pair in its test ─────────────

CREATE FUNCTION "content_request_move_allowed"("from" content_request_status, "to" content_request_status)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN "from" IN ('completed', 'cancelled') THEN false
    WHEN "from" = 'failed' THEN "to" = 'pending'
    WHEN "to" IN ('failed', 'cancelled') THEN true
    WHEN "to" = 'pending' THEN "from" = 'validating'
    WHEN "to" = 'completed' THEN "from" = 'notifying'
    ELSE "to" > "from"
  END
$$;

CREATE FUNCTION "stage_move_allowed"("from" stage_status, "to" stage_status)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE "from"
    WHEN 'pending' THEN "to" IN ('in_progress', 'completed', 'failed', 'skipped')
    WHEN 'in_progress' THEN "to" IN ('pending', 'completed', 'failed', 'skipped')
    WHEN 'completed' THEN "to" = 'pending'
    WHEN 'failed' THEN "to" = 'pending'
    ELSE false
  END
$$;

CREATE FUNCTION "reject_illegal_request_move"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT content_request_move_allowed(OLD.status, NEW.status) THEN
    RAISE EXCEPTION 'content request % may not move from % to %', OLD.id, OLD.status, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'content_request_move';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION "reject_illegal_stage_move"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT stage_move_allowed(OLD.status, NEW.status) THEN
    RAISE EXCEPTION '% % of request % may not move from % to %', TG_TABLE_NAME, OLD.stage, OLD.request_id, OLD.status, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'stage_move';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER "content_requests_legal_move" BEFORE UPDATE OF "status" ON "content_requests"
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION "reject_illegal_request_move"();
CREATE TRIGGER "request_stages_legal_move" BEFORE UPDATE OF "status" ON "request_stages"
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION "reject_illegal_stage_move"();
CREATE TRIGGER "stage_tasks_legal_move" BEFORE UPDATE OF "status" ON "stage_tasks"
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION "reject_illegal_stage_move"();

-- ── Events are append only ────────────────────────────────────────────────────────────────────────────────────

CREATE FUNCTION "reject_event_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'request_events is append only' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_events_append_only';
END $$;

CREATE TRIGGER "request_events_append_only" BEFORE UPDATE ON "request_events"
  FOR EACH ROW EXECUTE FUNCTION "reject_event_change"();

-- ── updated_at ────────────────────────────────────────────────────────────────────────────────────────────────

CREATE FUNCTION "set_updated_at"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END $$;

CREATE TRIGGER "organizations_updated_at" BEFORE UPDATE ON "organizations" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
CREATE TRIGGER "users_updated_at" BEFORE UPDATE ON "users" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
CREATE TRIGGER "topics_updated_at" BEFORE UPDATE ON "topics" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
CREATE TRIGGER "interests_updated_at" BEFORE UPDATE ON "interests" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
CREATE TRIGGER "passages_updated_at" BEFORE UPDATE ON "passages" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
CREATE TRIGGER "content_requests_updated_at" BEFORE UPDATE ON "content_requests" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
CREATE TRIGGER "request_stages_updated_at" BEFORE UPDATE ON "request_stages" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
CREATE TRIGGER "stage_tasks_updated_at" BEFORE UPDATE ON "stage_tasks" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
CREATE TRIGGER "task_results_updated_at" BEFORE UPDATE ON "task_results" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();
CREATE TRIGGER "artifacts_updated_at" BEFORE UPDATE ON "artifacts" FOR EACH ROW EXECUTE FUNCTION "set_updated_at"();

-- ── Wake-ups: a hint that spares a poll, never the only way to learn of a change ─────────────────────────────────

CREATE FUNCTION "notify_outbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('vividly_outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER "outbox_notify" AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION "notify_outbox"();

CREATE FUNCTION "notify_event"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('vividly_events', NEW.request_id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER "request_events_notify" AFTER INSERT ON "request_events" FOR EACH ROW EXECUTE FUNCTION "notify_event"();

-- ── Indexes for the sweeps, over the few rows that they look at ──────────────────────────────────────────────────

CREATE INDEX "stage_tasks_lease_idx" ON "stage_tasks" ("lease_until") WHERE "status" = 'in_progress';
CREATE INDEX "stage_tasks_due_idx" ON "stage_tasks" ("available_at") WHERE "status" = 'pending';
CREATE INDEX "content_requests_active_idx" ON "content_requests" ("created_at")
  WHERE "status" NOT IN ('completed', 'failed', 'cancelled');
CREATE INDEX "content_requests_awaiting_idx" ON "content_requests" ("updated_at") WHERE "awaiting_clarification";

-- ── What operators look at ────────────────────────────────────────────────────────────────────────────────────

CREATE VIEW "active_requests_dashboard" AS
SELECT
  r.id,
  o.slug AS organization,
  r.status,
  r.current_stage,
  r.progress_percentage,
  r.awaiting_clarification,
  r.query,
  r.created_at,
  extract(epoch FROM now() - r.created_at)::int AS age_seconds,
  t.tasks_running,
  t.tasks_waiting,
  t.worst_attempt,
  t.next_try_at,
  t.earliest_lease_end,
  r.correlation_id
FROM content_requests r
JOIN organizations o ON o.id = r.organization_id
LEFT JOIN LATERAL (
  SELECT
    count(*) FILTER (WHERE s.status = 'in_progress')::int AS tasks_running,
    count(*) FILTER (WHERE s.status = 'pending')::int AS tasks_waiting,
    max(s.attempt) AS worst_attempt,
    min(s.available_at) FILTER (WHERE s.status = 'pending' AND s.available_at > now()) AS next_try_at,
    min(s.lease_until) FILTER (WHERE s.status = 'in_progress') AS earliest_lease_end
  FROM stage_tasks s WHERE s.request_id = r.id
) t ON true
WHERE r.status NOT IN ('completed', 'failed', 'cancelled');
