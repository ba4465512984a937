import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * The network address that a request comes from. Each proxy appends the address that called it to X-Forwarded-For, so behind
 * `trustedProxies` of them the client is that many places from the end; what stands before can be made up. Without any, or
 * where the header has no such address, it is the one of the socket.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  trustedProxies: number,
): string {
  const direct = socket.remoteAddress ?? '';
  if (trustedProxies === 0) return direct;
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const address = withoutPort((forwarded.at(-trustedProxies) ?? forwarded[0] ?? '').trim());
  return isIP(address) ? address : direct;
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(address: string): string {
  const [, bracketed] = /^\[([^\]]*)\](?::\d+)?$/.exec(address) ?? [];
  return bracketed ?? address.replace(/^([\d.]+):\d+$/, '$1');
}
