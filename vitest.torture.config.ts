import { defineConfig } from 'vitest/config';

/**
 * The long suites, on the built program: `npm run build`, then `npm run torture`. `BLINDFOLD_KILLS=20` makes it shorter,
 * `BLINDFOLD_SEED=7` draws the same lots again.
 */
export default defineConfig({
  test: {
    name: 'torture',
    environment: 'node',
    include: ['e2e/torture/*.torture.ts'],
    disableConsoleIntercept: true,
  },
});
