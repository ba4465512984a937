import fc from 'fast-check';

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

/** Values that hardly any schema takes, or that were a fault somewhere before. */
const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    0.5,
    1e308,
    99_999_999_999,
    Number.MIN_VALUE,
    '',
    ' ',
    'a\0b',
    '\ud800',
    '💥'.repeat(600),
    'x'.repeat(5_000),
    [],
    {},
    nested(40),
    nested(20),
    Array.from({ length: 1_200 }, (_, n) => ({ itemId: String(n) })),
    JSON.parse('{"__proto__":{"admin":true},"constructor":1}'),
    'null',
    '2026-02-30T25:61:00Z',
    '-infinity',
    'javascript:alert(1)',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A value with one of its parts replaced, removed, or with one part too many. */
export function brokenFrom(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(valid, fc.nat(), strange, fc.constantFrom('replace', 'replace', 'remove', 'add'))
    .map(([value, place, other, change]) => {
      const copy: unknown = structuredClone({ root: value });
      const places = placesOf(copy);
      const chosen = places[place % places.length];
      if (!chosen) return other;
      const { parent, name } = chosen;
      if (change === 'remove') delete parent[name];
      else if (change === 'add') parent[`unknown ${place % 3}`] = other;
      else parent[name] = other;
      return (copy as { root?: unknown }).root;
    });
}

interface Place {
  parent: Record<string, unknown>;
  name: string;
}

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((name) => [{ parent, name }, ...placesOf(parent[name])]);
}
