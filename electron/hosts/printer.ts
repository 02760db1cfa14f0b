/** Makes pages of a text in HTML, where the host can. */
export interface Printer {
  /** Out: the PDF's bytes. Throws AppFailure when it does not come about, and the signal's reason. */
  toPdf(html: string, signal: AbortSignal): Promise<Uint8Array>;
}
