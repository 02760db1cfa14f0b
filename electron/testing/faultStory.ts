import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import type { Backend } from '../hosts/backendPort';
import type { Account, Kept } from './faultAccount';

/** 2 prompts, 1 seed, 2 weights: 2 baselines, 4 candidates, 4 pairs. */
const SETUP = {
  loras: ['demo/inkwash_v1-000008.safetensors'],
  weight_range: [0.4, 0.8, 0.4],
  seeds: [18446744073709551615n],
  metrics: ['Quality'],
  prompt_pairs: [
    { positive: 'a fox in snow', negative: 'blurry' },
    { positive: 'a red barn', negative: '' },
  ],
};
export const STORY_IMAGES = 6;
const METRICS = ['Quality', 'Style', 'Colour'];
const VOTES = 10;
const CHOICES = ['A', 'B', 'same', 'skip'] as const;

/** The program has ended; what was being told goes no further. */
class StoryEnded extends Error {}

/** What can go wrong with the disk while a story is told. */
export interface DiskFault {
  /** The first operation that went wrong; null while none has. */
  readonly struck: string | null;
  /** The program has ended: nothing reaches the disk any more. */
  readonly hasEnded: boolean;
  /** The person has seen to the disk: from here on all goes well. */
  mend(): void;
}

export interface StoryParts {
  readonly disk: DiskFault;
  readonly account: Account;
  /** One start of the program on the same sessions folder. Rejects with AppFailure. */
  start(): Promise<Backend>;
  /** Where a zip may be written, outside the sessions folder. */
  readonly zip: string;
}

/**
 * One session's life, as a person lives it: everything that was refused is tried once more. Out: when it is over, or when the
 * program has ended. Rejects with a failure that came twice.
 */
export async function tellStory(parts: StoryParts): Promise<void> {
  const story = new Story(parts);
  try {
    await story.tell();
  } catch (error) {
    if (!(error instanceof StoryEnded)) throw error;
  } finally {
    await story.end();
  }
}

class Story {
  private readonly parts: StoryParts;
  private readonly account: Account;
  private backend: Backend | null = null;

  constructor(parts: StoryParts) {
    this.parts = parts;
    this.account = parts.account;
  }

  async tell(): Promise<void> {
    await this.start();
    const id = await this.create();
    await this.edit(id, ['Quality', 'Style']);
    await this.save(id);
    await this.edit(id, ['Gone']);
    await this.discard(id);
    await this.edit(id, METRICS);
    await this.change('session.patch', { session_id: id, notes: 'a note' }, { notes: 'a note' });
    await this.generate(id);
    await this.look(id);
    for (let vote = 0; vote < VOTES; vote += 1) await this.vote(id, vote);
    await this.save(id);
    await this.vote(id, VOTES);
    await this.discard(id);
    await this.vote(id, VOTES + 1);
    await this.end();
    await this.start();
    await this.change('session.recover', { session_id: id }, {});
    await this.undo(id);
    await this.save(id);
    const copy = await this.copy(id);
    await this.moveByZip(copy);
    await this.change('session.check', { session_id: copy }, {});
    await this.change('session.delete', { session_id: copy }, { where: 'trash' });
    await this.change('session.restore', { session_id: copy }, { where: 'folder' });
    await this.change('session.delete', { session_id: copy }, { where: 'trash' });
  }

  async end(): Promise<void> {
    await this.backend?.dispose();
    this.backend = null;
  }

  private async start(): Promise<void> {
    this.backend = await this.tried(this.parts.start);
    this.backend.onPush((push) => {
      if (push.push === 'generation.imageMade') this.account.imageMade(push.payload.session_id);
      if (push.push === 'notice.raised' && push.payload.tone !== 'neutral')
        this.account.tell(push.payload.message);
      if (push.push === 'log.added' && ['warning', 'error'].includes(push.payload.entry.level))
        this.account.tell(push.payload.entry.message);
    });
  }

  private get living(): Backend {
    if (this.backend === null) throw new Error('The program was not started.');
    return this.backend;
  }

  /** Runs it, and once more when it was refused. Throws StoryEnded once the program has ended. */
  private async tried<T>(run: () => Promise<T>): Promise<T> {
    const { disk } = this.parts;
    try {
      return await run();
    } catch (error) {
      this.account.fail(error);
      if (disk.hasEnded) throw new StoryEnded();
      // Nothing struck, so this is no fault of the disk and would come again.
      if (disk.struck === null) throw error;
      disk.mend();
      return await run();
    }
  }

  private async call<C extends CommandName>(command: C, args: CommandArgs<C>): Promise<CommandAnswer<C>> {
    const answer = await this.tried(() => this.living.call(command, args));
    return answer;
  }

  /** What a program that has ended would not have come to. */
  private goOn(): void {
    if (this.parts.disk.hasEnded) throw new StoryEnded();
  }

  private async change<C extends CommandName>(
    command: C,
    args: CommandArgs<C> & { session_id: string },
    changes: Partial<Kept>,
  ): Promise<CommandAnswer<C>> {
    this.account.ask(args.session_id, changes);
    const answer = await this.call(command, args);
    this.account.answered();
    this.goOn();
    return answer;
  }

  private async create(): Promise<string> {
    this.account.askForNew();
    const { session_id } = await this.call('session.create', { setup: SETUP });
    const { metrics } = SETUP;
    this.account.answeredNew(session_id, {
      where: 'folder',
      metrics,
      notes: '',
      votes: new Map(),
      saved: null,
      images: 0,
    });
    this.goOn();
    return session_id;
  }

  private async edit(id: string, metrics: string[]): Promise<void> {
    await this.change('session.patch', { session_id: id, setup: { metrics } }, { metrics });
  }

  private async save(id: string): Promise<void> {
    const { metrics, votes } = this.account.kept(id);
    await this.change('session.save', { session_id: id }, { saved: { metrics, votes } });
  }

  private async discard(id: string): Promise<void> {
    const { saved } = this.account.kept(id);
    await this.change('session.discard', { session_id: id }, saved ?? {});
  }

  /** Makes all images; what pauses for the disk is resumed once. */
  private async generate(id: string): Promise<void> {
    let pauses = 0;
    for (let command: 'generation.start' | 'generation.resume' = 'generation.start'; ; ) {
      const over = runOver(this.living, id);
      const { metrics, saved } = this.account.kept(id);
      // No discard goes back behind the start, so the set-up is as good as saved from here on.
      const begun = await this.change(command, { session_id: id }, { saved: saved && { ...saved, metrics } });
      const { status, reason } = begun.status === 'running' ? await over : begun;
      this.goOn();
      if (status === 'completed') return;
      this.account.tell(reason ?? '');
      this.parts.disk.mend();
      pauses += 1;
      if (pauses > 2) throw new Error(`The run does not end: ${String(reason)}`);
      command = 'generation.resume';
    }
  }

  /** Looks at every picture of the gallery. */
  private async look(id: string): Promise<void> {
    const { tiles } = await this.call('generation.gallery', { session_id: id });
    for (const { image } of tiles) await this.see(image);
    this.goOn();
  }

  private async see(image: string | null): Promise<void> {
    if (image === null) throw new Error('A picture has no address.');
    const served = await this.tried(() => this.living.image(image.replace('/image/', '')));
    if (served === null) throw new Error('A picture is not known.');
  }

  private async vote(id: string, number: number): Promise<void> {
    const trial = await this.call('trial.next', { session_id: id });
    if ('done' in trial) throw new Error('There is nothing to vote on.');
    await this.see(trial.image_a);
    await this.see(trial.image_b);
    const choice = CHOICES[number % CHOICES.length] ?? 'A';
    const votes = new Map(this.account.kept(id).votes);
    votes.set(`${trial.pair_number} ${trial.metric}`, choice);
    await this.change('vote.cast', { session_id: id, trial_id: trial.trial_id, choice }, { votes });
  }

  private async copy(id: string): Promise<string> {
    this.account.askForNew();
    const { session_id } = await this.call('session.copy', { session_id: id });
    this.account.answeredNew(session_id, { ...this.account.kept(id), saved: null });
    this.goOn();
    return session_id;
  }

  /** Out into a zip, and in again under another id. */
  private async moveByZip(id: string): Promise<void> {
    const path = this.parts.zip;
    await this.call('desktop.choosePath', { to: 'save_zip', name: path });
    await this.call('session.export', { session_ids: [id], path });
    this.goOn();
    this.account.askForNew();
    await this.call('desktop.choosePath', { to: 'open_zip', name: path });
    const { sessions } = await this.call('session.import', { path });
    for (const { session_id } of sessions)
      this.account.answeredNew(session_id, { ...this.account.kept(id), saved: null });
    if (sessions.length !== 1) throw new Error(`${sessions.length} sessions came out of a zip of one.`);
    this.goOn();
  }

  private async undo(id: string): Promise<void> {
    const { votes } = this.account.kept(id);
    const last = [...votes.keys()].at(-1);
    await this.change(
      'vote.undo',
      { session_id: id },
      { votes: new Map([...votes].filter(([key]) => key !== last)) },
    );
  }
}

/** Resolves when a run that is about to begin is over. */
export function runOver(backend: Backend, id: string): Promise<{ status: string; reason: string | null }> {
  return new Promise((resolve) => {
    const stop = backend.onPush((push) => {
      if (push.push !== 'generation.progressed' || push.payload.session_id !== id) return;
      const { generation } = push.payload;
      if (generation.status === 'running') return;
      stop();
      resolve(generation);
    });
  });
}
