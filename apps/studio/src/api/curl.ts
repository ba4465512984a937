/** A curl command that makes one API call. `key` defaults to a placeholder. */
export function curlCommand(
  address: string,
  call: { method: 'GET' | 'POST' | 'PUT'; path: string; body?: unknown },
  key = 'YOUR_API_KEY',
): string {
  // Curl makes a POST of a call with a body by itself.
  const method = call.method === 'PUT' ? '-X PUT ' : '';
  const parts = [`curl ${method}${quote(address + call.path)}`, `-H ${quote(`x-api-key: ${key}`)}`];
  if (call.body !== undefined) {
    parts.push(`-H ${quote('content-type: application/json')}`, `-d ${quote(JSON.stringify(call.body))}`);
  }
  return parts.join(' \\\n  ');
}

// In a POSIX shell, only the single quote itself needs escaping inside single quotes.
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
