/** Where newer versions come from, and how one is put in. Whatever fails rejects with what the parts below said. */
export interface UpdateFeed {
  /** Asks for the newest version. Out: its number; null when none is newer than the one that runs. */
  newest(): Promise<string | null>;
  /** Downloads what `newest` found last, and checks it. In: hears the share that is there, from 0 to 1. */
  download(onShare: (share: number) => void): Promise<void>;
  /** Whether what was downloaded is put in at the next quit by itself. */
  readonly putsInAtQuit: boolean;
  /** Ends the app, has what was downloaded put in once all is written, and the app started again after that. */
  restartInto(): void;
  /** Ends what is on its way. */
  dispose(): void;
}

/** The feed answers nothing because this copy cannot be replaced from here. */
export class NoFeed extends Error {}
