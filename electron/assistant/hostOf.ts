/** A model server in the middle of a sentence: its host, and its port where the address names one. In: as `parseModelServer` gives it. */
export function hostOf(server: string): string {
  return new URL(server).host;
}
