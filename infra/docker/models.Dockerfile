# Fetches and verifies model files into a volume, then ends. Python is here for the sources that are wheels.
ARG NODE_IMAGE=node:24-trixie-slim

FROM ${NODE_IMAGE} AS pruned
WORKDIR /repo
COPY package.json .
RUN npm install --global --no-fund --no-audit "turbo@$(node -p "require('./package.json').devDependencies.turbo")"
COPY . .
RUN turbo prune @pareto/model-store --docker

FROM ${NODE_IMAGE}
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends python3 python3-pip \
 && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production MODELS_DIR=/models
WORKDIR /app
COPY --from=pruned /repo/out/json/ ./
RUN npm ci --omit=dev --ignore-scripts --no-fund --no-audit
COPY --from=pruned /repo/out/full/ ./
RUN mkdir -p /models && chown node:node /models
USER node
VOLUME /models
ENTRYPOINT ["node", "packages/model-store/src/cli.ts"]
CMD ["list"]
