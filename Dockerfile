# One image for every part: `docker run tracker cases`, `docker run tracker gateway`.
FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY start.ts tsconfig.json ./
COPY libs libs
COPY gateway gateway
COPY services services
COPY deploy deploy
# Owned by the user of the image, so that a volume mounted here is too.
RUN install -d -o node -g node /var/lib/tracker/witness
# The young heap is bounded as in deploy/system.ts, which says why.
ENV NODE_ENV=production NODE_OPTIONS=--max-semi-space-size=16
USER node
ENTRYPOINT ["node", "start.ts"]
CMD ["gateway"]
