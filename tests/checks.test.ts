/** The checks of `npm run verify` that are our own, on planted faults. */
import { describe, expect, it } from 'vitest';
import { checkImports } from '../scripts/imports/check-imports.ts';
import { readImports } from '../scripts/imports/read-imports.ts';
import { topFunctions } from '../scripts/profile/top-functions.ts';
import { checkText } from '../scripts/test/check-prose.ts';

describe('the check of imports', () => {
  const faults = (...imports: [from: string, to: string][]) =>
    checkImports(imports.map(([from, to]) => ({ from, to })));

  it('finds a package that imports another one than it may', () => {
    expect(faults(['packages/engine/src/a.ts', 'db/src/index.ts'])).toEqual([
      expect.stringMatching(/^packages\/engine\/src\/a\.ts imports db\/src\/index\.ts: .* packages\/contracts$/),
    ]);
    expect(faults(['apps/studio/src/a.ts', 'apps/api/src/b.ts'])).toHaveLength(1);
    expect(faults(['db/src/a.ts', 'packages/contracts/src/index.ts'])).toEqual([]);
  });

  it('finds a lower layer of the engine that imports a higher one', () => {
    const [data, training] = ['packages/engine/src/data/a.ts', 'packages/engine/src/training/b.ts'];
    expect(faults([data, training])).toHaveLength(1);
    expect(faults([training, data])).toEqual([]);
  });

  it('finds folders that import each other around a third one', () => {
    const ring = faults(
      ['packages/csv/src/a/1.ts', 'packages/csv/src/b/1.ts'],
      ['packages/csv/src/b/2.ts', 'packages/csv/src/c/1.ts'],
      ['packages/csv/src/c/2.ts', 'packages/csv/src/a/2.ts'],
    );
    expect(ring).toEqual([expect.stringContaining('packages/csv/src/a, packages/csv/src/b, packages/csv/src/c')]);
  });

  it('lets a child folder import types of its parent, but no two files each other', () => {
    const parent: [string, string] = ['packages/csv/src/index.ts', 'packages/csv/src/read/a.ts'];
    expect(faults(parent, ['packages/csv/src/read/a.ts', 'packages/csv/src/errors.ts'])).toEqual([]);
    expect(faults(parent, ['packages/csv/src/read/a.ts', 'packages/csv/src/index.ts'])).toHaveLength(1);
  });

  it('reads imports through packages, aliases and relative paths', () => {
    const read = readImports().map(({ from, to }) => `${from} → ${to}`);
    expect(read).toContain('tests/checks.test.ts → scripts/imports/read-imports.ts');
    expect(read).toContain('apps/worker/src/config/env.ts → packages/core/src/platform/env.ts');
    expect(read.filter((line) => /^apps\/studio\/.*→ apps\/studio\//.test(line)).length).toBeGreaterThan(50);
  });
});

describe('the check of words', () => {
  const found = (text: string) => checkText('a.ts', text).map(({ line, word }) => `${line} ${word}`);

  it('finds them in comments, identifiers and across lines', () => {
    expect(found('const a = 1;\nfunction fitRecipe() {}\n// It stops at\n// once.\n')).toEqual([
      '2 recipe',
      '3 at once',
    ]);
    expect(found("const tuned_voice = 'x';")).toEqual(['1 voice']);
  });

  it('leaves established terms and longer words alone', () => {
    expect(found('held-out rows; await Promise.allSettled(all); the shareholder; npm test --silent')).toEqual([]);
  });
});

it('sums the time of a function over the profiles of all threads', () => {
  const nodes = [
    { id: 1, callFrame: { functionName: '(idle)', url: '', lineNumber: -1 } },
    { id: 2, callFrame: { functionName: 'fit', url: 'file:///root/a.ts', lineNumber: 9 } },
    { id: 3, callFrame: { functionName: 'score', url: 'file:///root/b.ts', lineNumber: 0 } },
  ];
  const thread = { nodes, samples: [1, 2, 2, 3], timeDeltas: [9_000, 2_000, 2_000, 1_000] };
  expect(topFunctions([thread, thread], '/root/')).toEqual([
    { name: 'fit', place: 'a.ts:10', selfMs: 8 },
    { name: 'score', place: 'b.ts:1', selfMs: 2 },
  ]);
});
