interface HeaderReader {
  get(name: string): string | null;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The API's address as seen by the browser, without a trailing slash: CURIO_API_URL, or port 4000 of the page's host.
 * Computed per request, so that one build serves every installation.
 */
export function apiAddress(headers: HeaderReader, env: { CURIO_API_URL?: string | undefined }): string {
  const protocol = headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? 'localhost';
  const pageHost = URL.parse(`${protocol}://${host}`)?.hostname ?? 'localhost';
  if (!env.CURIO_API_URL) return `${protocol}://${pageHost}:4000`;
  const api = new URL(env.CURIO_API_URL);
  // localhost and 127.0.0.1 share no cookies: on loopback, the API must have the page's hostname.
  if (loopback.has(api.hostname) && loopback.has(pageHost)) api.hostname = pageHost;
  return api.href.replace(/\/+$/, '');
}
