import { appendFileSync } from 'node:fs';

/** What goes wrong: a file operation, the program, ComfyUI, the disk, or the contents of a file. */
export const TROUBLES = ['operation', 'kill', 'comfyui', 'disk', 'file'] as const;
export type TroubleKind = (typeof TROUBLES)[number];

/** What a suite tried, and what it found that must not be found. */
export interface SuiteCount {
  readonly trouble: TroubleKind;
  readonly name: string;
  readonly tried: number;
  readonly finds: number;
}

/**
 * Adds a count to the file that `BLINDFOLD_COUNTS` names, a JSON text a line, for whoever runs several suites and sums up. Does
 * nothing without it. To be called before the finds fail the test.
 */
export function tellCount(count: SuiteCount): void {
  const file = process.env['BLINDFOLD_COUNTS'] ?? '';
  if (file !== '') appendFileSync(file, `${JSON.stringify(count)}\n`);
}
