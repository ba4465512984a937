/**
 * The entries of a list cell, trimmed, without blanks and repeats. A JSON or Python list is
 * parsed as such; without a separator, any other cell is a single entry.
 */
export function splitList(text: string, separator?: string): string[] {
  const body = text.trim();
  const bracketed = body.startsWith('[') && body.endsWith(']');
  if (bracketed) {
    const parsed = parseJsonList(body);
    if (parsed) return tidy(parsed);
  }
  const inner = bracketed && separator !== undefined ? body.slice(1, -1) : body;
  if (bracketed && /^\[\s*'/.test(body))
    return tidy(
      body
        .slice(1, -1)
        .split(/'\s*,\s*'/)
        .map((part) => part.replace(/^\s*'|'\s*$/g, '')),
    );
  return tidy(separator ? inner.split(separator) : [inner]);
}

const tidy = (parts: string[]): string[] => [
  ...new Set(parts.map((part) => part.trim()).filter((part) => part !== '')),
];

function parseJsonList(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((part) => typeof part === 'string' || typeof part === 'number')
      ? value.map(String)
      : undefined;
  } catch {
    return undefined;
  }
}
