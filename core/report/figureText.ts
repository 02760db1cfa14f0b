import { formatWeight } from '../plan/weights';
import { formatStamp } from '../session/identity';

/** A p-value for reading: four places, `< 0.0001` below that, so that it is never shown as 0. */
export function pText(p: number): string {
  if (p < 0.0001) return '< 0.0001';
  return p > 0.9999 ? '1' : p.toFixed(4);
}

/**
 * A share (-1 to 1) as a whole percentage, without `%`. Where rounding would claim what is not so (0, 50 or 100 for a share
 * that is only near it), as many places more are shown as tell them apart, up to three.
 */
export function percentText(share: number): string {
  if (share < 0) return `-${percentText(-share)}`;
  const percent = share * 100;
  const whole = Math.round(percent);
  const isExact = Math.abs(percent - whole) < 1e-9;
  if (isExact || (whole !== 0 && whole !== 50 && whole !== 100)) return String(whole);
  const texts = [1, 2, 3].map((places) => percent.toFixed(places));
  return texts.find((text) => Number(text) !== whole) ?? String(whole);
}

/** A count with its thousands set apart: `5,407`. */
export function numberText(count: number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 vote`, `2 votes`: a count with its noun. */
export function countText(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** The local day of a moment, as `2026-01-31`. In: ISO time. */
export function dayText(at: string): string {
  const stamp = formatStamp(new Date(at));
  return `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}`;
}

/** What has to be said of votes removed after the labels were shown; without a full stop. */
export function takenBackText(votes: number): string {
  return `${countText(votes, 'vote')} ${votes === 1 ? 'was' : 'were'} taken back after the reveal`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(items: readonly string[]): string {
  return joinedText(items, 'and');
}

/** `a`, `a or b`, `a, b or c`. */
export function anyText(items: readonly string[]): string {
  return joinedText(items, 'or');
}

function joinedText(items: readonly string[], word: string): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

/** A coefficient of agreement for reading: two places, and 1 only where it is that. */
export function coefficientText(value: number): string {
  if (value === 1) return '1';
  const text = Math.min(value, 0.99).toFixed(2);
  return text === '-0.00' ? '0.00' : text;
}

/** A LoRA file's name without folder and ending, as it stands in sentences. */
export function loraName(filename: string): string {
  return (filename.split(/[\\/]/).at(-1) ?? filename).replace(/\.(safetensors|ckpt|pt)$/i, '');
}

/** A candidate as sentences call it. */
export interface CandidateWords {
  /** Opens a sentence that goes on with a verb in the third person: `At weight 0.8 it`. */
  subject: string;
  /** `at weight 0.8`. */
  place: string;
  /** In a list of candidates: `0.8`. */
  short: string;
}

/** What candidates are called together: `weight` while there is one LoRA file, else `candidate`. */
export function candidateNoun(candidates: readonly { lora_filename: string }[]): 'weight' | 'candidate' {
  return new Set(candidates.map(({ lora_filename }) => lora_filename)).size > 1 ? 'candidate' : 'weight';
}

/** Names a candidate; made once for all candidates of a report. */
export type Words = (candidate: { lora_filename: string; weight: number }) => CandidateWords;

/** How LoRA files are named beside each other: as by `loraName`, or by the whole file name where two would read alike. */
export function fileWords(
  candidates: readonly { lora_filename: string }[],
): (lora_filename: string) => string {
  const files = [...new Set(candidates.map((candidate) => candidate.lora_filename))];
  const areDistinct = new Set(files.map(loraName)).size === files.length;
  return (file) => (areDistinct ? loraName(file) : file);
}

/** How candidates are named: by weight alone while there is one LoRA file, else by file and weight. */
export function candidateWords(candidates: readonly { lora_filename: string }[]): Words {
  const areFiles = candidateNoun(candidates) === 'candidate';
  const nameOf = fileWords(candidates);
  return ({ lora_filename, weight }) => {
    const number = formatWeight(weight);
    if (!areFiles) return { subject: `At weight ${number} it`, place: `at weight ${number}`, short: number };
    const name = nameOf(lora_filename);
    return {
      subject: `${name} at weight ${number}`,
      place: `with ${name} at weight ${number}`,
      short: `${name} at ${number}`,
    };
  };
}
