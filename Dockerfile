# One image for every role: the command names the app, docker-compose.yml shows how.

FROM node:20-bookworm-slim AS build
WORKDIR /causeway
COPY package.json package-lock.json .npmrc ./
# No install script is needed: the library links of the embedded PostgreSQL are made at start.
RUN npm ci --include=dev --ignore-scripts
COPY . .
# The EVM node serves tests alone, though it must be an optional dependency to be lockable on every platform.
RUN npm run build && npm prune --omit=dev && rm -rf node_modules/@foundry-rs

FROM node:20-bookworm-slim
WORKDIR /causeway
ENV NODE_ENV=production
COPY --from=build /causeway/package.json ./
COPY --from=build /causeway/node_modules ./node_modules
COPY --from=build /causeway/dist ./dist
COPY --from=build /causeway/prisma/migrations ./prisma/migrations
COPY --from=build /causeway/policies ./policies
COPY --from=build /causeway/examples ./examples
RUN mkdir .data && chown node:node .data
USER node
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["dist/apps/service/main.js"]
