import { AppFailure } from '../../core/contract/failure';
import type { Job } from '../../core/plan/jobs';
import type { ImageRecord } from '../../core/session/state';
import { storageFailure } from '../sessions/storageFailure';
import { type ImageLog, openImageLog } from './imageLog';
import type { RunBook, RunParts } from './runBook';

/** The list of a run's images. It is a by-product; a fault there stops nothing and is said once. */
export class KeptImageLog {
  private readonly parts: RunParts;
  private readonly book: RunBook;
  private log: ImageLog | null = null;

  constructor(parts: RunParts, book: RunBook) {
    this.parts = parts;
    this.book = book;
  }

  /** Begins it, with the lines that a crash left out. Rejects only when not even the fault could be journaled. */
  async open(): Promise<void> {
    const { session, plan, options } = this.parts;
    try {
      this.log = await openImageLog(options.fs, session.folder.generationLog, session.state, plan.byFile);
    } catch (error) {
      await this.failed(error);
    }
  }

  /** Adds the line of an image; one at a time. Rejects as `open`. */
  async add(job: Job, record: ImageRecord): Promise<void> {
    await this.log?.add(job, record).catch((error: unknown) => this.failed(error));
  }

  private async failed(error: unknown): Promise<void> {
    this.log = null;
    const { session, options } = this.parts;
    const failure = storageFailure(error, 'write the list of images', session.folder.generationLog);
    if (!(failure instanceof AppFailure)) options.onFault?.(session, error);
    const message =
      'The list generation_log.csv could not be written. The images are safe; the list is completed at the next start.';
    await this.book.log('warning', message);
  }
}
