import { parentPort } from 'node:worker_threads';
import { makeComparison, type PackedComparison } from './comparisonMaker';
import { makeReport, type OnStep, type PackedMatter } from './reportMaker';
import type { FromThread } from './reportThread';

/** Steps are told at most so often, in ms: the thread that hears them has other work. */
const STEP_MS = 50;

const tell = (message: FromThread) => parentPort?.postMessage(message);

parentPort?.on('message', (packed: PackedMatter | PackedComparison) => {
  let told = performance.now();
  const onStep: OnStep = (done, total) => {
    const now = performance.now();
    if (now - told < STEP_MS) return;
    told = now;
    tell({ kind: 'step', done, total });
  };
  try {
    if ('votes' in packed) tell({ kind: 'report', report: makeReport(packed, onStep) });
    else tell({ kind: 'comparison', comparison: makeComparison(packed, onStep) });
  } catch (error) {
    tell({ kind: 'fault', error });
  }
});
tell({ kind: 'ready' });
