import { defineConfig } from 'vitest/config';

/**
 * The long suites, on the built program: `npm run build`, then `npm run torture`. `BLINDFOLD_KILLS=20` makes it shorter,
 * `BLINDFOLD_SEED=7` draws the same lots again, `BLINDFOLD_LOTS=1` takes fewer runs through faults of ComfyUI, and with
 * `BLINDFOLD_STORY_EVERY=17` only every 17th file operation of the long story goes wrong.
 */
export default defineConfig({
  test: {
    name: 'torture',
    environment: 'node',
    include: ['e2e/torture/*.torture.ts'],
    disableConsoleIntercept: true,
  },
});
