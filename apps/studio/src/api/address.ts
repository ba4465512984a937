interface HeaderBag {
  get(name: string): string | null;
}

/**
 * Where the browser finds the API, decided per request so that one build serves every installation: CURIO_API_URL,
 * or port 4000 of the host that the page was asked from. No slash at the end.
 */
export function apiAddress(headers: HeaderBag, env: { CURIO_API_URL?: string | undefined }): string {
  if (env.CURIO_API_URL) return env.CURIO_API_URL.replace(/\/+$/, '');
  const protocol = headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? 'localhost';
  const page = URL.parse(`${protocol}://${host}`);
  return `${protocol}://${page?.hostname ?? 'localhost'}:4000`;
}
