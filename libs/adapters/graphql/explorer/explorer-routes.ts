import staticFiles from '@fastify/static';
import { getDistDirectory, isSandboxFrame, SANDBOX_FRAME_CSP } from 'altair-static';
import type { FastifyInstance } from 'fastify';
import { printSchema, type GraphQLSchema } from 'graphql';
import { explorerPage, explorerStartScript, START_SCRIPT } from './explorer-page.js';
import { landingPage } from './landing-page.js';

/** What people look at: the landing page, the schema, and the explorer from its npm package, without a CDN. */
export async function explorerRoutes(fastify: FastifyInstance): Promise<void> {
  const html = 'text/html; charset=utf-8';
  fastify.get('/', (_request, reply) => reply.type(html).send(landingPage()));

  fastify.get('/schema.gql', (_request, reply) => {
    const { schema } = (fastify as unknown as { graphql: { schema: GraphQLSchema } }).graphql;
    return reply.type('text/plain; charset=utf-8').send(`${printSchema(schema)}\n`);
  });

  const page = explorerPage();
  const script = explorerStartScript();
  fastify.get('/explorer', (_request, reply) => reply.redirect('explorer/'));
  fastify.get('/explorer/', (_request, reply) => reply.type(html).send(page));
  fastify.get(`/explorer/${START_SCRIPT}`, (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  );
  await fastify.register(staticFiles, {
    root: getDistDirectory(),
    prefix: '/explorer/',
    index: false,
    decorateReply: false,
    setHeaders: (reply, path) => {
      if (isSandboxFrame(path)) reply.header('content-security-policy', SANDBOX_FRAME_CSP);
    },
  });
}
