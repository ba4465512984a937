import type { Target } from './mapping-draft.ts';

export type ValueMap = NonNullable<Target['values']>;

/** One replacement per line: `pv = view`; nothing after the sign leaves the cell empty. */
export const formatValueMap = (values: ValueMap | undefined): string =>
  Object.entries(values ?? {})
    .map(([text, value]) => `${text} = ${value ?? ''}`)
    .join('\n');

/** Lines without a sign are left out: they are not finished. Undefined where no line is a replacement. */
export function parseValueMap(text: string): ValueMap | undefined {
  const entries = text.split('\n').flatMap((line): [string, string | null][] => {
    const at = line.indexOf('=');
    const from = line.slice(0, at).trim();
    if (at < 0 || from === '') return [];
    const to = line.slice(at + 1).trim();
    return [[from, to === '' ? null : to]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
