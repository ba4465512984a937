import { type ServerType, serve } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from './app-env.ts';

export interface ListenOptions {
  port: number;
  host: string;
  /** Further connections are closed as they come. */
  maxConnections: number;
}

/** Serves the app over HTTP, with limits on what a connection may cost before the app sees a request. */
export function listen(app: OpenAPIHono<AppEnv>, options: ListenOptions): ServerType {
  const server = serve({
    fetch: app.fetch,
    port: options.port,
    hostname: options.host,
    serverOptions: {
      headersTimeout: 10_000,
      connectionsCheckingInterval: 5_000,
      keepAliveTimeout: 65_000,
      // Would end a large upload: each route limits its body.
      requestTimeout: 0,
    },
  });
  server.maxConnections = options.maxConnections;
  return server;
}
