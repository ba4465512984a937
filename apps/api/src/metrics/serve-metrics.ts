import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

/** The text of the measurements, and its content type. */
export interface MetricsText {
  contentType: string;
  read(): Promise<string>;
}

export function textOf(registry: Registry): MetricsText {
  return { contentType: registry.contentType, read: () => registry.metrics() };
}

/** `GET /metrics` on a port that only the monitoring reaches. */
export function serveMetrics(
  { contentType, read }: MetricsText,
  { port, host }: { port: number; host: string },
): Server {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 10_000 }, (incoming, outgoing) => {
    if (incoming.method !== 'GET' || incoming.url !== '/metrics') {
      outgoing.writeHead(404).end();
      return;
    }
    read().then(
      (text) => outgoing.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text),
      () => outgoing.writeHead(503).end(),
    );
  });
  return server.listen(port, host);
}
