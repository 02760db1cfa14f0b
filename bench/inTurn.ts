import type { Figure } from './figure';
import { commandFor, type PartFacts } from './parts';

/** What came of measuring parts. */
export interface Measured {
  readonly figures: readonly Figure[];
  /** Parts that could not be measured, each with the reason. */
  readonly failed: readonly { readonly name: string; readonly why: unknown }[];
}

/** What measuring in turn needs. */
export interface TurnHooks<Part extends PartFacts> {
  /** Measures one part. */
  measure(part: Part): Promise<readonly Figure[]>;
  /** Keeps what was measured, with the time that it took in seconds. */
  keep(part: Part, figures: readonly Figure[], seconds: number): Promise<void>;
  say(line: string): void;
}

/** Measures parts one after the other. One that fails does not keep the others from being measured. */
export async function measureInTurn<Part extends PartFacts>(
  parts: readonly Part[],
  { measure, keep, say }: TurnHooks<Part>,
): Promise<Measured> {
  const figures: Figure[] = [];
  const failed: { name: string; why: unknown }[] = [];
  for (const part of parts) {
    say(`Measuring ${part.what} (${part.rows.join(', ')}) ...`);
    const begun = performance.now();
    try {
      const found = await measure(part);
      const seconds = (performance.now() - begun) / 1000;
      await keep(part, found, seconds);
      figures.push(...found);
      say(`  ${Math.round(seconds)} s`);
    } catch (why) {
      failed.push({ name: part.name, why });
      say(`  FAILED after ${Math.round((performance.now() - begun) / 1000)} s`);
    }
  }
  return { figures, failed };
}

/** Says at the end which parts failed, and why, so that it cannot be overlooked. In: one at least. */
export function failureWords(failed: Measured['failed']): string {
  const names = failed.map(({ name }) => name);
  const reasons = failed.map(({ name, why }) => `${name}: ${why instanceof Error ? why.stack : String(why)}`);
  const again = `Once that is mended: ${names.map(commandFor).join(', ')}.`;
  return [`FAILED, and not measured: ${names.join(', ')}.`, ...reasons, again].join('\n');
}
