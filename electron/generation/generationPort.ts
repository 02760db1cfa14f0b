import type { GenerationView } from '../../core/contract/generationView';
import type { Job } from '../../core/plan/jobs';
import type { SessionId } from '../../core/session/identity';
import type { ComfyConnection } from '../comfy/connection';
import type { FileSystem } from '../sessions/fileSystem';
import type { OpenSession } from '../sessions/openSession';
import type { Timers } from '../sessions/timers';

/** What generation needs from outside. */
export interface GenerationOptions {
  now(): Date;
  readonly fs: FileSystem;
  /** In: a server as a set-up stores it (an address, or the word for the demo). Throws AppFailure for a bad address. */
  connect(server: string): ComfyConnection | Promise<ComfyConnection>;
  /** Used when a set-up names no server; ComfyUI's own address when left out. */
  readonly defaultServer?: string;
  /** A UUID in lower case. */
  newUuid(): string;
  randomUint32(): number;
  /** So many random bytes as hexadecimal digits. */
  randomHex(bytes: number): string;
  /** Writes an image atomically under its name in `output/`. Rejects with AppFailure. */
  writeImage(
    session: OpenSession,
    file: string,
    bytes: Uint8Array,
  ): Promise<{ sha256: string; size_bytes: number }>;
  /** At most ten times a second for a session; the last state is never left out. */
  onProgress(session: OpenSession, view: GenerationView): void;
  /** After an image is on disk and in the journal. */
  onImage(session: OpenSession, job: Job, number: number): void;
  /** An image in the making, of a run that shows them: its drawn number, and the picture as the server sent it. */
  onPreview?(session: OpenSession, number: number, picture: Uint8Array): void;
  /** For what is not a failure but a bug, to be logged whole. */
  onFault?(session: OpenSession, error: unknown): void;
  /** How often the server is asked, besides listening to its socket. 2000 when left out. */
  readonly pollMs?: number;
  /** After how long without a sign the server is said to be stuck, in ms. Three minutes when left out. */
  readonly stallMs?: number | undefined;
  /** How long one of several servers may be gone before what it had begun is made anew by another one, in ms. A minute when left out. */
  readonly returnMs?: number;
  readonly timers?: Timers;
}

/** Turns plans into files: one session at a time, the others wait in line. */
export interface Generation {
  /**
   * Checks everything, the server included; only then is anything journaled, and the run begins or lines up.
   * On a begun session it makes what is missing, and begins an extension that is written down; on a running one, also one that
   * is about to pause, it only answers. Out: where the run stands. Throws AppFailure bad_request, server_refuses, comfy_unreachable,
   * session_locked, not_possible for an extension of a running one, or what the disk refuses.
   */
  start(session: OpenSession): Promise<GenerationView>;
  /** Finishes the image that is being made, then pauses. Throws AppFailure not_possible when nothing is being made. */
  pause(session: OpenSession): Promise<GenerationView>;
  /** Makes what is missing of a begun session, without an extension that is only written down; takes back a pause or stop that has not come yet. Throws as `start`, and AppFailure not_possible when it was never started. */
  resume(session: OpenSession): Promise<GenerationView>;
  /**
   * Makes one image again, once the server has been asked whether it can. In: the image's file name.
   * The old file stays until the new one takes its place. Throws as `start`.
   */
  regenerate(session: OpenSession, file: string): Promise<GenerationView>;
  /** Interrupts the image that is being made. Throws AppFailure not_possible when nothing is being made. */
  stop(session: OpenSession): Promise<GenerationView>;
  /** Shows images in the making, or no more, until the run ends. Throws AppFailure not_possible when nothing is being made. */
  previews(session: OpenSession, on: boolean): GenerationView;
  view(session: Pick<OpenSession, 'id' | 'state'>): GenerationView;
  /** True while a run works on the session or waits in line. */
  isActive(id: SessionId): boolean;
  /** Pauses all runs and lets go, within 5 s. */
  dispose(): Promise<void>;
}
