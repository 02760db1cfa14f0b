import type { CommandAnswer, CommandName } from '../../core/contract/commands';
import type { Push } from '../../core/contract/pushes';
import type { ExportWish } from '../../core/contract/reportCommands';
import type { ServedImage } from '../sessions/images';

/** A file that goes out. */
export interface ExportedFile {
  /** Letters, digits, `-`, `_` and one dot. */
  readonly name: string;
  readonly contentType: string;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** A window's way in. */
export interface WindowLink {
  /** One request of the page's contract as text in, exactly one reply as text out. Never rejects. */
  dispatch(text: string): Promise<string>;
  /** The window is gone; the session that it showed counts as open for a while yet, as a reload closes and opens. */
  close(): void;
}

/** What a host (desktop window, browser server, test) needs of the backend; every door goes through it. */
export interface Backend {
  /** To be asked once for each window, and closed with it. */
  openWindow(): WindowLink;
  /** One command with arguments not yet checked. Throws AppFailure. */
  call<C extends CommandName>(command: C, args: unknown): Promise<CommandAnswer<C>>;
  /** Calls back for every push; the answer stops it. */
  onPush(listener: (push: Push) => void): () => void;
  /** From now on the page may name this file to be read, since the person dropped it on the window or opened it with the app. */
  giveFile(path: string): void;
  /** The picture behind a key of `/image/<key>`; null when the key is unknown or no longer valid. */
  image(key: string): Promise<ServedImage | null>;
  /**
   * Sessions as one file (`zip`), the complete pairs of one to be judged elsewhere (`rating-pack`), or its report as a file (the
   * contract's formats), made while it is taken. Throws AppFailure: `bad_request` for another format or a chart that is not named,
   * `evaluation_open` for what may not be seen yet.
   */
  exportFile(format: string, ids: readonly string[], wish?: ExportWish): Promise<ExportedFile>;
  /** Takes in the sessions of a zip that arrives piece by piece. In: its bytes as far as they are known. Throws AppFailure. */
  importFile(
    pieces: AsyncIterable<Uint8Array>,
    size: number | null,
  ): Promise<CommandAnswer<'session.import'>>;
  /** Open sessions with changes that are not saved. */
  unsavedSessions(): { session_id: string; label: string; changes: number }[];
  /** Why a scratch folder must not be removed after all, in a sentence; null when it may. To be asked after `dispose`. */
  mustStay(): string | null;
  /** Where sessions of a run without keeping were kept after all; null when nobody asked for it. */
  keptIn(): string | null;
  /** Flushes and closes everything, within 5 seconds, whatever ComfyUI is doing. Can be called twice. */
  dispose(): Promise<void>;
}
