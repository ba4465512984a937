import { defineConfig } from 'vitest/config';

/** Packages that need nothing but themselves: their tests run from their own folder as well. */
const pure = [
  'packages/contracts',
  'packages/csv',
  'packages/engine',
  'packages/serving',
  'packages/storage',
  'examples/bookshop',
];
/** Everything else gets a PostgreSQL for the run, and a database of its own for each file that asks. */
const withDatabase = ['db', 'packages/core', 'apps/api', 'apps/worker', 'apps/studio'];

const testsOf = (folders: string[]) => folders.map((folder) => `${folder}/test/**/*.test.ts`);

export default defineConfig({
  test: {
    // Two workers: what a small machine and CI have, and what keeps a real PostgreSQL and training in memory beside them.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', include: testsOf(pure) } },
      {
        extends: true,
        test: {
          name: 'database',
          include: [...testsOf(withDatabase), 'tests/**/*.test.ts'],
          globalSetup: ['./tests/global-setup.ts'],
        },
      },
    ],
  },
});
