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

/** A text, a number, or the name of an object: `[{"id": 28, "name": "Action"}]`. */
function entryOf(part: unknown): string | undefined {
  if (typeof part === 'string' || typeof part === 'number') return String(part);
  if (typeof part !== 'object' || part === null) return undefined;
  const { name, title, label, id } = part as Record<string, unknown>;
  const entry = name ?? title ?? label ?? id;
  return typeof entry === 'string' || typeof entry === 'number' ? String(entry) : undefined;
}

function parseJsonList(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return undefined;
    const entries = value.map(entryOf);
    return entries.every((entry) => entry !== undefined) ? entries : undefined;
  } catch {
    return undefined;
  }
}
