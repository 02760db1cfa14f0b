import { z } from 'zod';
import { TROUBLES, type TroubleKind } from '../../electron/testing/tellCount';
import { type Figure, figureOf } from '../figure';

const countSchema = z.object({
  trouble: z.enum(TROUBLES),
  name: z.string(),
  tried: z.number().int().nonnegative(),
  finds: z.number().int().nonnegative(),
});
export type ToldCount = z.infer<typeof countSchema>;

/** The counts that suites told, a JSON text a line. */
export function parseCounts(text: string): ToldCount[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => countSchema.parse(JSON.parse(line)));
}

const ROWS: Readonly<Record<TroubleKind, { no: string; what: string; tried: string }>> = {
  operation: {
    no: 'R1',
    what: 'a file operation fails or the program ends there: acknowledged work lost, half sessions, failures without a sentence',
    tried: 'operations that went wrong',
  },
  kill: {
    no: 'R2',
    what: 'kill -9 at random moments: images or acknowledged votes lost, sessions that do not open, images made twice',
    tried: 'kills',
  },
  comfyui: {
    no: 'R3',
    what: 'faults in the connection to ComfyUI: images neither made nor failed with a sentence, runs that hang',
    tried: 'faults that struck',
  },
  disk: {
    no: 'R4',
    what: 'a disk that is full or read-only, files torn or gone: earlier work lost, failures without a sentence',
    tried: 'disks in trouble and damaged files',
  },
  file: {
    no: 'R5',
    what: 'mutated session_meta.json, journal, workflow and zip files: crashes, paths outside the folder',
    tried: 'files',
  },
};

/** R1 to R5, of what the suites told. Throws Error where a kind of trouble was not tried at all. */
export function reliabilityRows(counts: readonly ToldCount[], share: string): Figure[] {
  return TROUBLES.map((trouble) => {
    const { no, what, tried: unit } = ROWS[trouble];
    const own = counts.filter((count) => count.trouble === trouble);
    const tried = own.reduce((sum, count) => sum + count.tried, 0);
    if (tried === 0) throw new Error(`Nothing was tried for ${no}: ${what}.`);
    return figureOf({
      no,
      what,
      runs: [own.reduce((sum, { finds }) => sum + finds, 0)],
      unit: 'finds',
      aim: 0,
      plain: null,
      beside: `${tried} ${unit}${share}`,
    });
  });
}
