import { parentPort } from 'node:worker_threads';
import { makeReport, type PackedMatter } from './reportMaker';
import type { FromThread } from './reportThread';

/** Steps are told at most so often, in ms: the thread that hears them has other work. */
const STEP_MS = 50;

const tell = (message: FromThread) => parentPort?.postMessage(message);

parentPort?.on('message', (packed: PackedMatter) => {
  let told = performance.now();
  try {
    const report = makeReport(packed, (done, total) => {
      const now = performance.now();
      if (now - told < STEP_MS) return;
      told = now;
      tell({ kind: 'step', done, total });
    });
    tell({ kind: 'report', report });
  } catch (error) {
    tell({ kind: 'fault', error });
  }
});
tell({ kind: 'ready' });
