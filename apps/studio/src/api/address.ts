interface HeaderBag {
  get(name: string): string | null;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Where the browser finds the API, decided per request so that one build serves every installation: CURIO_API_URL,
 * or port 4000 of the host that the page was asked from. No slash at the end.
 */
export function apiAddress(headers: HeaderBag, env: { CURIO_API_URL?: string | undefined }): string {
  const protocol = headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? 'localhost';
  const pageHost = URL.parse(`${protocol}://${host}`)?.hostname ?? 'localhost';
  if (!env.CURIO_API_URL) return `${protocol}://${pageHost}:4000`;
  const api = new URL(env.CURIO_API_URL);
  // localhost and 127.0.0.1 share no cookies: on one's own machine the API goes by the name that the page goes by.
  if (loopback.has(api.hostname) && loopback.has(pageHost)) api.hostname = pageHost;
  return api.href.replace(/\/+$/, '');
}
