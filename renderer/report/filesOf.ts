import { fileWords } from '../../core/report/figureText';

/** One LoRA file with what belongs to it. */
export interface FileGroup<Own> {
  file: string;
  /** As it is called beside the others. */
  name: string;
  /** Among all files: it decides the look of its mark. */
  place: number;
  /** With the place of each in the whole list. */
  members: { own: Own; at: number }[];
}

/** Candidates by their LoRA file, files and weights in their given order. */
export function filesOf<Own extends { lora_filename: string }>(candidates: readonly Own[]): FileGroup<Own>[] {
  const nameOf = fileWords(candidates);
  const files = Map.groupBy(
    candidates.map((own, at) => ({ own, at })),
    ({ own }) => own.lora_filename,
  );
  return [...files].map(([file, members], place) => ({ file, name: nameOf(file), place, members }));
}
