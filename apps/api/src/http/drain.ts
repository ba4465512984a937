import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';

/** How long a connection without a request stays open: a request may be on its way. */
const idleMs = 1_000;

/**
 * Takes no further connections, and ends each open one after the answer to its next request, which says `connection: close`.
 * Resolves once all are closed.
 */
export async function drain(server: Server): Promise<void> {
  server.prependListener('request', (_incoming, outgoing: ServerResponse) => {
    outgoing.shouldKeepAlive = false;
  });
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  // Not http's own close(), which ends idle connections immediately: a request on its way there would fail.
  NetServer.prototype.close.call(server);
  const closing = setInterval(() => server.closeIdleConnections(), idleMs);
  await closed;
  clearInterval(closing);
}
