/** What was looked for and must not be found, each with a sentence for every find. */
export interface Finds {
  readonly imagesLost: string[];
  readonly votesLost: string[];
  readonly notOpening: string[];
  readonly madeTwice: string[];
}

export interface KillCount {
  readonly seed: number;
  readonly sessions: number;
  readonly images: number;
  readonly votes: number;
  readonly killsGenerating: number;
  readonly killsVoting: number;
  readonly finds: Finds;
}

export function noFinds(): Finds {
  return { imagesLost: [], votesLost: [], notOpening: [], madeTwice: [] };
}

/** Every find as one line; empty when nothing was lost. */
export function findLines({ finds }: Pick<KillCount, 'finds'>): string[] {
  return Object.entries(finds).flatMap(([kind, sentences]) =>
    sentences.map((sentence: string) => `${kind}: ${sentence}`),
  );
}

export function killTable(count: KillCount): string {
  const { finds } = count;
  const rows: [string, number][] = [
    ['kills while images were made', count.killsGenerating],
    ['kills while votes were cast', count.killsVoting],
    ['sessions', count.sessions],
    ['images made', count.images],
    ['votes acknowledged', count.votes],
    ['images lost', finds.imagesLost.length],
    ['acknowledged votes lost', finds.votesLost.length],
    ['sessions that do not open', finds.notOpening.length],
    ['images made twice', finds.madeTwice.length],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [`seed ${count.seed}`, ...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`)].join('\n');
}
