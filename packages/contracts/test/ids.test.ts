import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base62, idPrefixes, isWellFormedKey, newId, newKey } from '../src/index.ts';

describe('an id', () => {
  it('has the prefix of its kind, and each kind its own', () => {
    for (const [kind, prefix] of Object.entries(idPrefixes)) {
      expect(newId(kind as keyof typeof idPrefixes)).toMatch(new RegExp(`^${prefix}_[0-9A-Za-z]{20}$`));
    }
    expect(new Set(Object.values(idPrefixes)).size).toBe(Object.keys(idPrefixes).length);
  });

  it('is unique', () => {
    expect(new Set(Array.from({ length: 5_000 }, () => newId('project'))).size).toBe(5_000);
  });
});

describe('an API key', () => {
  const environment = fc.constantFrom('live' as const, 'test' as const);

  it('has the format that secret scanners match', () => {
    fc.assert(
      fc.property(environment, (name) => {
        const key = newKey(name);
        expect(key).toMatch(new RegExp(`^cur_${name}_[0-9A-Za-z]{36}$`));
        expect(isWellFormedKey(key)).toBe(true);
      }),
    );
  });

  it('with any one character mistyped is refused without a query', () => {
    const position = fc.integer({ min: 0, max: 'cur_live_'.length + 35 });
    const other = fc.oneof(fc.constantFrom(...base62), fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }));
    fc.assert(
      fc.property(environment, position, other, (name, at, character) => {
        const key = newKey(name);
        fc.pre(key[at] !== character);
        expect(isWellFormedKey(key.slice(0, at) + character + key.slice(at + 1))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('with two adjacent characters swapped is refused', () => {
    fc.assert(
      fc.property(environment, fc.integer({ min: 'cur_live_'.length, max: 'cur_live_'.length + 34 }), (name, at) => {
        const key = newKey(name);
        fc.pre(key[at] !== key[at + 1]);
        expect(isWellFormedKey(key.slice(0, at) + key[at + 1] + key[at] + key.slice(at + 2))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is refused with white space, in upper case, truncated or empty', () => {
    const key = newKey('live');
    for (const near of [
      `${key} `,
      ` ${key}`,
      `${key}\n`,
      key.replace('cur', 'CUR'),
      key.slice(1),
      key.slice(0, -1),
      '',
    ])
      expect(isWellFormedKey(near)).toBe(false);
  });

  it('is refused, without an exception, for any other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isWellFormedKey(text)).toBe(false);
      }),
    );
  });
});
