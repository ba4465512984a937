/** Removes NULs and replaces lone surrogates: Postgres stores neither, in text or in JSON. */
export function toPgText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** A copy of a JSON value with `toPgText` applied to all its texts. */
export function toPgJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? toPgText(part) : part)));
}
