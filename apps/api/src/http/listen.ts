import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { SpanStart, Tracing } from '@curio/core/platform/tracing/tracing';
import { getRequestListener } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from './app-env.ts';

/** Answers a request, or returns false and has not touched it. `otherwise` answers one whose body was read. */
export type DirectAnswer = (incoming: IncomingMessage, outgoing: ServerResponse, otherwise: () => void) => boolean;

export interface ListenOptions {
  port: number;
  host: string;
  /** Further connections are closed as they come. */
  maxConnections: number;
  /** Takes the requests that do not need the app. */
  direct: DirectAnswer;
  /** Begins the span of each request. */
  tracing: Tracing | undefined;
}

/** Serves the app over HTTP, with limits on what a connection may cost before the app sees a request. */
export function listen(
  app: OpenAPIHono<AppEnv>,
  { port, host, maxConnections, direct, tracing }: ListenOptions,
): Server {
  const answer = getRequestListener(app.fetch);
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const otherwise = () => void answer(incoming, outgoing);
    if (!direct(incoming, outgoing, otherwise)) otherwise();
  };
  const server = createServer(
    {
      headersTimeout: 10_000,
      connectionsCheckingInterval: 5_000,
      keepAliveTimeout: 65_000,
      // Would end a large upload: each route limits its body.
      requestTimeout: 0,
    },
    tracing ? (incoming, outgoing) => tracing.run(startOf(incoming), () => handle(incoming, outgoing)) : handle,
  );
  server.maxConnections = maxConnections;
  return server.listen(port, host);
}

function startOf({ method = 'HTTP', headers: { traceparent } }: IncomingMessage): SpanStart {
  return { name: method, kind: 'server', traceparent: typeof traceparent === 'string' ? traceparent : undefined };
}
