import { defineConfig } from 'vitest/config';

/** `npm run soak`: tests that need programs which npm does not install, or that take long. */
export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.soak.ts'],
    globalSetup: ['./tests/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
