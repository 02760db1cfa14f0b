import { listText } from '../report/figureText';
import type { ComparisonFigures } from './comparison';
import { sessionNames } from './names';
import { type ComparedInput, metricsOf, promptKey, seedsOf, sharedPart } from './sharedPart';

/**
 * Where sessions have nothing in common: what is lacking, and what can be done. Null where a prompt, a seed and a metric are
 * shared.
 */
export function nothingShared(
  { shared, sessions: compared }: ComparisonFigures,
  sessions: readonly ComparedInput[],
): string[] | null {
  const lacks = lackOf(shared);
  if (lacks.length === 0) return null;
  const names = sessionNames(compared);
  const every = sessions.length === 2 ? 'both sessions' : `all ${sessions.length} sessions`;
  const headline = `Nothing in common: there is no ${listText(lacks).replace(' and ', ' and no ')} that ${every} have`;
  const without =
    sessions.length < 3
      ? []
      : sessions.flatMap((_, place) =>
          lackOf(sharedPart(sessions.filter((_, other) => other !== place))).length === 0
            ? [names(place)]
            : [],
        );
  const advice =
    without.length > 0
      ? `Without ${listText(without).replace(/ and ([^,]*)$/, ' or $1')} the others can be compared.`
      : 'A comparison needs evaluations of the same prompts and seeds on the same metric. Copy a session, change only the LoRA, and judge it anew.';
  return [headline, advice];
}

function lackOf({
  prompts,
  seeds,
  metrics,
}: Record<'prompts' | 'seeds' | 'metrics', readonly unknown[]>): string[] {
  return [
    ...(prompts.length === 0 ? ['prompt'] : []),
    ...(seeds.length === 0 ? ['seed'] : []),
    ...(metrics.length === 0 ? ['metric'] : []),
  ];
}

/** What is left out because not every session has it, in sentences: prompts and seeds by their number, metrics by their names. */
export function leftOut({ shared }: ComparisonFigures, sessions: readonly ComparedInput[]): string[] {
  const out: string[] = [];
  const left = (all: readonly string[], kept: readonly string[]) =>
    [...new Set(all)].filter((one) => !kept.includes(one));
  const prompts = left(
    sessions.flatMap(({ setup }) => setup.prompt_pairs.map(promptKey)),
    shared.prompts.map(promptKey),
  ).length;
  const seeds = left(
    sessions.flatMap((session) => [...seedsOf(session).keys()]),
    shared.seeds.map(String),
  ).length;
  const counts = [
    ...(prompts === 0 ? [] : [prompts === 1 ? '1 prompt' : `${prompts} prompts`]),
    ...(seeds === 0 ? [] : [seeds === 1 ? '1 seed' : `${seeds} seeds`]),
  ];
  if (counts.length > 0) {
    const verb = prompts + seeds === 1 ? 'is' : 'are';
    out.push(`${listText(counts)} ${verb} left out, because not every session has them.`);
  }
  const metrics = left(sessions.flatMap(metricsOf), shared.metrics);
  if (metrics.length > 0) {
    const verb = metrics.length === 1 ? 'is' : 'are';
    out.push(`${listText(metrics)} ${verb} left out, because not every session asks it.`);
  }
  const unlike = metrics.filter((name) =>
    sessions.some((session) => metricsOf(session).some((other) => other !== name && isAlike(other, name))),
  );
  if (unlike.length > 0) {
    out.push(
      `${listText(unlike)} differ from each other only in capital letters; metrics are compared only where their names are the same.`,
    );
  }
  return out;
}

function isAlike(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
