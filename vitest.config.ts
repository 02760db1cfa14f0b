import { defineConfig } from 'vitest/config';

/** Two kinds of unit tests: plain Node for the ground floor and the Node wing, a simulated page for the other. */
export default defineConfig({
  test: {
    // Generous, for slow machines: no test waits for time to pass, only for things to happen.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // On two processors one worker would be the default; most tests wait for the disk or for sockets.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{core,electron,scripts,e2e,bench}/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'web',
          environment: 'jsdom',
          include: ['renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['renderer/testSetup.ts'],
        },
      },
    ],
  },
});
