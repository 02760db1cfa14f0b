/** What the graphs of the gallery are read as, and what is made of them. */
export interface ExpectedWorkflow {
  /** What this graph is about. */
  says: string;
  /** Each role with its node and what stands there. */
  roles: string[];
  /** The baseline against the file: seed 42, `POS`, `NEG`, `bf/x`. */
  baseline: string[];
  /** The candidate against the baseline: weight 0.5, on the text encoder 0.25 (`loraStacker`: 0.5). */
  candidate: string[];
}
