import type { KnipConfig } from 'knip';

/** What counts as used: the files that commands start, and everything that they and the tests reach. */
const config: KnipConfig = {
  ignoreExportsUsedInFile: { interface: true, type: true },
  workspaces: {
    '.': {
      entry: [
        'scripts/bootstrap.mjs',
        'scripts/{launcher,dev,profile,test,build,db,demo,imports}/*.ts',
        'bench/*.ts',
        'tests/upgrade/*.ts',
        'vitest.soak.config.ts',
      ],
      project: ['scripts/**/*.{ts,mjs}', 'tests/**/*.ts', 'bench/**/*.ts'],
      // Started as a program.
      ignoreDependencies: ['@biomejs/biome'],
    },
    // Migrations are imported as whole modules; `up` and `down` are called by Kysely.
    db: { entry: ['migrations/**/index.ts', 'migrations/[0-9]*.ts'], project: ['src/**/*.ts', 'migrations/**/*.ts'] },
    'packages/*': { project: ['src/**/*.ts'] },
    'packages/storage': { entry: ['test/*.soak.ts'], project: ['src/**/*.ts'] },
    'packages/core': { project: ['src/**/*.ts'], includeEntryExports: true },
    'packages/engine': {
      project: ['src/**/*.ts', '!src/kernels/wasm/**'],
      // The kernels' compiler, started as a program.
      ignoreDependencies: ['assemblyscript'],
    },
    'apps/api': {
      entry: ['src/server.ts'],
      project: ['src/**/*.ts', 'test/**/*.ts'],
      // Its files are served, found through require.resolve.
      ignoreDependencies: ['swagger-ui-dist'],
    },
    'apps/worker': { project: ['src/**/*.ts'] },
    'apps/studio': { project: ['src/**/*.{ts,tsx,css}'] },
    'examples/bookshop': { project: ['src/**/*.ts'] },
  },
};

export default config;
