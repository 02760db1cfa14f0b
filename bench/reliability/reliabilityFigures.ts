import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figure } from '../figure';
import { parseCounts, reliabilityRows } from './counts';
import { runSuite, runSuites, SUITES } from './suites';

/** How much is tried. */
export interface Extent {
  /** One in so many operations of the long story, other ones with each way to fail. */
  readonly storyEvery: number;
  /** True: every operation in the making, copying and packing of sessions; else those that `npm test` tries. */
  readonly everyStep: boolean;
  readonly kills: number;
  /** Pairs of runs of 500 images through faults of ComfyUI. */
  readonly lots: number;
}

export const FULL: Extent = { storyEvery: 17, everyStep: true, kills: 200, lots: 10 };
/** What fits beside the other figures. */
export const SHARE: Extent = { storyEvery: 227, everyStep: false, kills: 24, lots: 1 };

const LANES = 2;

/**
 * R1 to R5: the fault suites in two processes at a time, and what they counted. In: the project's folder with the program built, how
 * much is tried, and a folder for the counts. Throws Error with the output of a suite that fails without a find.
 */
export async function reliabilityFigures(root: string, extent: Extent, folder: string): Promise<Figure[]> {
  const file = join(folder, 'counts.jsonl');
  await writeFile(file, '');
  const variables = {
    BLINDFOLD_COUNTS: file,
    BLINDFOLD_STORY_EVERY: String(extent.storyEvery),
    BLINDFOLD_KILLS: String(extent.kills),
    BLINDFOLD_LOTS: String(extent.lots),
    ...(extent.everyStep ? { BLINDFOLD_EVERY: '1' } : {}),
  };
  const failed: string[] = [];
  await runSuites(SUITES, LANES, async (suite) => {
    const end = await runSuite(suite, root, variables);
    console.log(`${end.held ? 'Held' : 'FAILED'} after ${Math.round(end.ms / 1000)} s: ${suite.name}`);
    if (!end.held) failed.push(`${suite.name}\n${end.output}`);
    return end;
  });
  const counts = parseCounts(await readFile(file, 'utf8'));
  if (failed.length > 0) {
    console.error(failed.join('\n\n'));
    // A suite that fails without a count has found something that no row would show.
    if (counts.every(({ finds }) => finds === 0))
      throw new Error('A suite failed; its output is above. No reliability figures are kept.');
  }
  return reliabilityRows(counts, extent === FULL ? '' : `, a share: ${wordsOf(extent)}`);
}

function wordsOf({ storyEvery, kills, lots }: Extent): string {
  return `1 in ${storyEvery} of the long story's operations, ${kills} kills, ${lots} lot of ComfyUI's faults; \`npm run bench -- reliability\` tries more`;
}
