import { defineConfig } from 'vitest/config';

/** Packages whose tests need no database: they also run from the package's folder. */
const pure = [
  'packages/contracts',
  'packages/csv',
  'packages/engine',
  'packages/serving',
  'packages/storage',
  'examples/bookshop',
];
/** The others share one PostgreSQL per run; each test file that asks gets a separate database. */
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
