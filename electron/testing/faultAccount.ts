import { AppFailure } from '../../core/contract/failure';

/** What a person knows of a session from the answers that came. */
export interface Kept {
  readonly where: 'folder' | 'trash';
  readonly metrics: readonly string[];
  readonly notes: string;
  /** Choices by `<pair number> <metric>`. */
  readonly votes: ReadonlyMap<string, string>;
  /** What a discard goes back to; null before the first save. */
  readonly saved: { readonly metrics: readonly string[]; readonly votes: ReadonlyMap<string, string> } | null;
  /** Images that were told of. */
  readonly images: number;
}

/** Keeps account of what was acknowledged; whatever was not answered may or may not be there. */
export class Account {
  readonly sessions = new Map<string, Kept>();
  /** How a session is once the answer that is outstanding has come. */
  private outstanding: { id: string; after: Kept } | null = null;
  /** A session is asked for whose id was not told yet. */
  private isMaking = false;
  /** Failures, in the words in which they were told. */
  readonly told: string[] = [];
  /** Of these, those that no person can act on or that are no sentence. */
  readonly badlyTold: string[] = [];

  /** The state of a session as answered. Throws Error for an id that was never told. */
  kept(id: string): Kept {
    const kept = this.sessions.get(id);
    if (kept === undefined) throw new Error(`No session ${id} was told of.`);
    return kept;
  }

  /** A change is asked for. */
  ask(id: string, changes: Partial<Kept>): void {
    this.outstanding = { id, after: { ...this.kept(id), ...changes } };
  }

  askForNew(): void {
    this.isMaking = true;
  }

  /** The answer has come. */
  answered(): void {
    if (this.outstanding !== null) this.sessions.set(this.outstanding.id, this.outstanding.after);
    this.outstanding = null;
  }

  answeredNew(id: string, kept: Kept): void {
    this.sessions.set(id, kept);
    this.isMaking = false;
  }

  imageMade(id: string): void {
    const kept = this.sessions.get(id);
    if (kept !== undefined) this.sessions.set(id, { ...kept, images: kept.images + 1 });
  }

  /** What a session may be when it is opened again: as answered, or as asked for. */
  possible(id: string): readonly Kept[] {
    const kept = this.kept(id);
    if (this.outstanding?.id !== id) return [kept];
    return [kept, { ...this.outstanding.after, images: kept.images }];
  }

  /** How many sessions may be there of which no id was told. */
  get untold(): number {
    return this.isMaking ? 1 : 0;
  }

  /** A failure has come; it must be one that a person can act on. */
  fail(error: unknown): void {
    if (!(error instanceof AppFailure) || error.code === 'internal') {
      this.badlyTold.push(error instanceof Error ? `${error.stack} ${String(error.cause)}` : String(error));
      return;
    }
    this.tell(error.message);
  }

  /** Words for a failure. */
  tell(words: string): void {
    this.told.push(words);
    if (!/^[A-Z].*\.$/.test(words)) this.badlyTold.push(`"${words}" is no sentence`);
  }
}
