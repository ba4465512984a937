/** A command for a terminal that makes one call to the API. `key` defaults to a placeholder. */
export function curlLine(
  address: string,
  call: { method: 'GET' | 'POST'; path: string; body?: unknown },
  key = 'YOUR_API_KEY',
): string {
  const parts = [`curl ${quote(address + call.path)}`, `-H ${quote(`x-api-key: ${key}`)}`];
  if (call.body !== undefined) {
    parts.push(`-H ${quote('content-type: application/json')}`, `-d ${quote(JSON.stringify(call.body))}`);
  }
  return parts.join(' \\\n  ');
}

// Single quotes keep everything as it is but themselves.
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
