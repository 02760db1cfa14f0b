import { AppFailure } from '../contract/failure';
import type { Integer } from '../session/json';
import type { ReportFilter } from './report';

/** What a session has to choose from. */
interface Choices {
  /** Names of everybody in the session, and of those who voted. */
  raters: readonly string[];
  voters: readonly string[];
  /** How many prompts there are; they are chosen by their places from 0. */
  prompts: number;
  seeds: readonly Integer[];
}

/**
 * A filter as the report takes it: every choice once, in the session's order, and none that leaves nothing out. Null when all is
 * chosen. Throws AppFailure `bad_request` on a rater, prompt or seed that the session does not have.
 */
export function checkedFilter(filter: ReportFilter, choices: Choices): ReportFilter | null {
  const raters = new Set(filter.raters);
  const prompts = new Set(filter.prompts);
  const seeds = new Set(filter.seeds?.map(String));
  const noRater = [...raters].find((name) => !choices.raters.includes(name));
  if (noRater !== undefined) throw unknown('raters', `Nobody in this session has the name “${noRater}”.`);
  const noPrompt = [...prompts].find((place) => place >= choices.prompts);
  if (noPrompt !== undefined) {
    const places = choices.prompts === 0 ? 'It has none.' : `Its places are 0 to ${choices.prompts - 1}.`;
    throw unknown('prompts', `This session has no prompt at place ${noPrompt}. ${places}`);
  }
  const known = new Map(choices.seeds.map((seed) => [String(seed), seed]));
  const noSeed = [...seeds].find((seed) => !known.has(seed));
  if (noSeed !== undefined) throw unknown('seeds', `This session has no image with the seed ${noSeed}.`);

  const out: ReportFilter = {};
  if (filter.raters && choices.voters.some((name) => !raters.has(name))) {
    out.raters = choices.raters.filter((name) => raters.has(name));
  }
  if (filter.prompts && prompts.size < choices.prompts) out.prompts = [...prompts].sort((a, b) => a - b);
  if (filter.seeds && seeds.size < known.size) {
    out.seeds = [...known].flatMap(([text, seed]) => (seeds.has(text) ? [seed] : []));
  }
  return Object.keys(out).length === 0 ? null : out;
}

function unknown(field: keyof ReportFilter, sentence: string): AppFailure {
  return new AppFailure('bad_request', sentence, { field: `filter.${field}` });
}

/** A vote's rater, prompt and seed, as far as a filter asks for them. */
interface Filtered {
  rater: string;
  prompt_index: number;
  seed: Integer;
}

/** Whether a filter lets a vote through. In: the filter, null for none. */
export function filterTest(filter: ReportFilter | null): (vote: Filtered) => boolean {
  if (filter === null) return () => true;
  const [raters, prompts] = [setOf(filter.raters), setOf(filter.prompts)];
  const seeds = setOf(filter.seeds?.map(String));
  return ({ rater, prompt_index, seed }) =>
    (raters === null || raters.has(rater)) &&
    (prompts === null || prompts.has(prompt_index)) &&
    (seeds === null || seeds.has(String(seed)));
}

function setOf<T>(chosen: readonly T[] | undefined): ReadonlySet<T> | null {
  return chosen === undefined ? null : new Set(chosen);
}
