# One file for every process: targets migrate, api and worker. Why it is made like this: docs/decisions/containers.md.
FROM node:24.11.1-bookworm-slim AS base
WORKDIR /app

# ── Build: every npm package, the bundles, then only what runs ──────────────────────────────────────────────────────
FROM base AS build
ENV CI=true TURBO_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1
COPY package.json ./
RUN npm install --global "$(node --print 'require("./package.json").packageManager')"
# The lockfile alone says what to fetch: this layer stays until a dependency changes.
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
RUN pnpm fetch
COPY . .
RUN pnpm install --frozen-lockfile --offline && pnpm generate && pnpm build

# The workspace as it runs: bundles and production dependencies, no sources. The folders stay where they are, because
# packages find their assets (migrations, library, fonts) beside their package.json.
FROM build AS runtime
RUN find . -name node_modules -type d -prune -exec rm -rf {} + \
  && pnpm install --prod --frozen-lockfile --offline \
    --filter "@vividly/api..." --filter "@vividly/worker..." --filter "@vividly/seed..." \
  && rm -rf apps/cli packages/testing packages/db/generated tools .turbo \
  && find . -name node_modules -prune -o -type f \( -name '*.ts' -o -name '*.map' \) -exec rm {} + \
  && find . -name node_modules -prune -o -name .turbo -type d -exec rm -rf {} +

# ── Images ──────────────────────────────────────────────────────────────────────────────────────────────────────────
# The files belong to root and the processes do not: they cannot change what they run.
FROM base AS process
ENV NODE_ENV=production
# Shared by api and worker; a new volume takes its owner from here.
RUN install --directory --owner=node --group=node /data

FROM process AS migrate
COPY --from=runtime /app /app
USER node
CMD ["node", "prisma/seed/dist/main.js"]

FROM process AS api
# Lets voices be heard: GET /api/v1/voices/{id}/sample.
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends flite espeak-ng \
  && rm -rf /var/lib/apt/lists/*
COPY --from=runtime /app /app
ARG GIT_COMMIT=unknown
ENV GIT_COMMIT=$GIT_COMMIT API_HOST=0.0.0.0 API_PORT=3000 STORAGE_DIR=/data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.API_PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/api/dist/main.js"]

FROM process AS worker
# Only workers render and speak lessons. tini passes signals on and collects what a killed ffmpeg leaves behind.
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ffmpeg flite espeak-ng tini \
  && rm -rf /var/lib/apt/lists/*
COPY --from=runtime /app /app
# Memory in large pages: starting a program then stops the worker for 3 ms and not for 28 (docs/decisions/rendering.md).
ENV STORAGE_DIR=/data WORKER_HEALTH_PORT=9464 GLIBC_TUNABLES=glibc.malloc.hugetlb=1
USER node
EXPOSE 9464
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.WORKER_HEALTH_PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--"]
CMD ["node", "apps/worker/dist/main.js"]
