# One image pattern for every service:  docker build -f infra/docker/node-service.Dockerfile --build-arg APP=semantic-search .
# Sources run as they are (Node strips their types), so there is no build stage, only a pruned install.
ARG NODE_IMAGE=node:24-trixie-slim

FROM ${NODE_IMAGE} AS pruned
ARG APP
WORKDIR /repo
# The version comes from the lock's owner, package.json, so that image and checkout prune alike.
COPY package.json .
RUN npm install --global --no-fund --no-audit "turbo@$(node -p "require('./package.json').devDependencies.turbo")"
COPY . .
RUN turbo prune "@pareto/${APP}" --docker

FROM ${NODE_IMAGE} AS installed
WORKDIR /app
COPY --from=pruned /repo/out/json/ ./
RUN npm ci --omit=dev --ignore-scripts --no-fund --no-audit
# Native files for other systems come inside the packages: drop what this image can never load.
RUN arch="$(node -p process.arch)" \
 && bin=node_modules/onnxruntime-node/bin \
 && if [ -d "$bin" ]; then find "$bin" -mindepth 2 -maxdepth 2 -type d ! -name linux -exec rm -rf {} + \
 && find "$bin" -mindepth 3 -maxdepth 3 -type d ! -name "$arch" -exec rm -rf {} +; fi \
 && for folder in node_modules/@node-llama-cpp/*; do [ "${folder##*/}" = "linux-$arch" ] || rm -rf "$folder"; done \
 && rm -rf node_modules/@lancedb/*-musl node_modules/chromadb-js-bindings-* node_modules/better-sqlite3/deps \
 && find node_modules -name '*.map' -delete
COPY --from=pruned /repo/out/full/ ./

FROM ${NODE_IMAGE}
ARG APP
ARG PORT=8080
ENV NODE_ENV=production HOST=0.0.0.0 PORT=${PORT} MODELS_DIR=/models DATA_DIR=/data REGISTRY_DIR=/data/registry LANCEDB_LOG=error
WORKDIR /app
COPY --from=installed /app ./
# A new named volume takes the owner of the folder that it is mounted over.
RUN mkdir -p /models /data && chown node:node /models /data && ln -s "/app/apps/${APP}/src/main.ts" /app/main.ts
USER node
EXPOSE ${PORT}
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# exec form: the service itself gets SIGTERM and ends gracefully.
CMD ["node", "main.ts"]
