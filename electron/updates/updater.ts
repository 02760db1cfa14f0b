import type { Updates } from '../../core/contract/updatesView';

/** Newer versions of the app: looked for only once the person agreed to it. */
export interface Updater {
  view(): Updates;
  /** Each resolves with how things stand then, and throws AppFailure `not_possible` where that cannot be done now. */
  look(): Promise<Updates>;
  download(): Promise<Updates>;
  install(): Promise<Updates>;
  dispose(): void;
}
