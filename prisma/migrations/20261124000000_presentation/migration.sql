-- How lessons look, sound and are delivered: what a request asked for, and an organization's branding.

ALTER TABLE "content_requests" ADD COLUMN "presentation" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "organizations" ADD COLUMN "branding" JSONB;
