/** What was looked for after a fault and must not be found, each with a sentence for every find. */
export interface Finds {
  readonly imagesLost: string[];
  readonly votesLost: string[];
  readonly notOpening: string[];
  readonly madeTwice: string[];
  /** Edits, notes and saves that were answered and are not there. */
  readonly changesLost: string[];
  /** Temporary files, and half-made sessions in the list. */
  readonly leftBehind: string[];
  /** Failures that were told as a bug, or in no sentence. */
  readonly badlyTold: string[];
}

export function noFinds(): Finds {
  return {
    imagesLost: [],
    votesLost: [],
    notOpening: [],
    madeTwice: [],
    changesLost: [],
    leftBehind: [],
    badlyTold: [],
  };
}

/** Every find as one line; empty when all was well. */
export function findLines(finds: Finds): string[] {
  return Object.entries(finds).flatMap(([kind, sentences]) =>
    sentences.map((sentence: string) => `${kind}: ${sentence}`),
  );
}
