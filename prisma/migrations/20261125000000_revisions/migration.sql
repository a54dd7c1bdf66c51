-- Revisions: an edited script is a request of its own, and every request knows which lesson it belongs to.

ALTER TABLE "content_requests"
  ADD COLUMN "lesson_id" UUID,
  ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "edited_script" JSONB,
  ADD CONSTRAINT "content_requests_revision" CHECK ("revision" >= 1),
  ADD CONSTRAINT "content_requests_first_is_written" CHECK (
    ("revision" = 1) = ("lesson_id" IS NULL) AND ("revision" = 1) = ("edited_script" IS NULL)
  );
ALTER TABLE "content_requests" ADD CONSTRAINT "content_requests_lesson_id_fkey" FOREIGN KEY ("lesson_id") REFERENCES "content_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Of two edits at once only one can be revision n + 1.
CREATE UNIQUE INDEX "content_requests_lesson_id_revision_key" ON "content_requests"("lesson_id", "revision");
