/** The text as Postgres takes it: it stores neither NUL nor half a character (a lone surrogate), in text or in JSON. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** A copy of a value of JSON with all its texts storable. */
export function storableJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storable(part) : part)));
}
