/** A part of the figures, which can be measured by itself. */
export interface PartFacts {
  readonly name: string;
  /** The rows that it makes, each one or more of them. */
  readonly rows: readonly string[];
  /** What it measures, for a heading and for who waits. */
  readonly what: string;
  /** It is measured in a page, and not at all without a Chromium. */
  readonly inPage?: boolean;
  /** It is measured only when it is asked for by name. */
  readonly isAside?: boolean;
}

/** Everything there is a figure for, in the order in which it is measured. */
export const PARTS = [
  { name: 'start', rows: ['P9', 'P11'], what: 'the start, and the size of the first screen', inPage: true },
  { name: 'list', rows: ['P6'], what: 'the list of 10,000 sessions' },
  { name: 'opening', rows: ['P7'], what: 'opening a session of 6,000 votes', inPage: true },
  { name: 'report', rows: ['P8'], what: 'the report of 6,000 votes', inPage: true },
  { name: 'judging', rows: ['P4', 'P10'], what: 'voting 500 times in the page', inPage: true },
  { name: 'writing', rows: ['P5', 'P12'], what: 'votes and saves on the disk' },
  { name: 'making', rows: ['P1', 'P2', 'P3'], what: 'making the same pictures again and again' },
  { name: 'statistics', rows: ['A1', 'A2', 'A3', 'A4'], what: '7,000 evaluations drawn by lot' },
  { name: 'reliability', rows: ['R1', 'R2', 'R3', 'R4', 'R5'], what: 'what is lost when things go wrong' },
  {
    name: 'soak',
    rows: ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7'],
    what: 'two simulated hours with 5,000 images and 5,000 votes',
    isAside: true,
  },
] as const satisfies readonly PartFacts[];

export type PartName = (typeof PARTS)[number]['name'];

/**
 * Which parts are to be measured, in their order. In: names as they were asked for; none asks for all parts but those that stand
 * aside. Out: also the names that are none.
 */
export function askedParts(names: readonly string[]) {
  const isAsked = (part: PartFacts) =>
    names.length === 0 ? part.isAside !== true : names.includes(part.name);
  return {
    parts: PARTS.filter(isAsked),
    unknown: names.filter((name) => !PARTS.some((part) => part.name === name)),
  };
}

/** How `npm run bench` runs a part by itself. */
export function commandFor(name: string): string {
  return `npm run bench -- ${name}`;
}
