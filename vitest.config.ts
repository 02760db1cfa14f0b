import { defineConfig } from 'vitest/config';

/** Tests in which the module `electron` is another one. */
const MOCKED = 'electron/hosts/desktop/**/*.test.ts';

/** Three kinds of unit tests: plain Node for the ground floor and the Node wing, the same with Electron replaced, a simulated page. */
export default defineConfig({
  test: {
    // Generous, for slow machines: no test waits for time to pass, only for things to happen.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // On two processors one worker would be the default; most tests wait for the disk or for sockets.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{core,electron,scripts,e2e,bench}/**/*.test.ts'],
          exclude: [MOCKED],
          // Nothing is replaced in these, so that files share what they load: that halves their time.
          isolate: false,
        },
      },
      {
        test: {
          name: 'desktop',
          environment: 'node',
          include: [MOCKED],
        },
      },
      {
        test: {
          name: 'web',
          environment: 'jsdom',
          // A world of its own for each file, without a thread of its own: half the time.
          pool: 'vmThreads',
          include: ['renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['renderer/testSetup.ts'],
        },
      },
    ],
  },
});
