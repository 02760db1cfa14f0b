import type { Random } from '../../core/plan/random';
import type { Json } from '../evaluation';
import type { RunningHost } from '../runningHost';

/** What a trial may hold after a kill: what was acknowledged, or what was asked for and not answered. */
type Allowed = Map<string, Set<string | null>>;

const CHOICES = ['A', 'B', 'same', 'skip'] as const;

/**
 * Casts, changes and takes back votes and saves in between, until the host is gone. It keeps account of what the host has
 * acknowledged; whatever was not answered may or may not be there.
 */
export class Voter {
  private readonly host: RunningHost;
  private readonly session: string;
  private readonly random: Random;
  /** Votes by trial, in the order of first voting, as acknowledged. */
  private readonly kept: Map<string, string>;
  /** What the call under way may have changed. */
  private pending: { trial: string; choice: string | null } | null = null;

  constructor(host: RunningHost, session: string, kept: ReadonlyMap<string, string>, random: Random) {
    this.host = host;
    this.session = session;
    this.kept = new Map(kept);
    this.random = random;
  }

  /** Goes on until a call is not answered. Throws Error when one is refused. */
  async work(): Promise<void> {
    try {
      for (;;) await this.step();
    } catch (error) {
      // The connection dies with the host; anything else is a find or a fault of this test.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** In which points what the host holds now differs from what it promised. */
  differences(found: ReadonlyMap<string, string>): string[] {
    const allowed: Allowed = new Map([...this.kept].map(([trial, choice]) => [trial, new Set([choice])]));
    if (this.pending !== null) {
      const { trial, choice } = this.pending;
      allowed.set(trial, new Set([...(allowed.get(trial) ?? [null]), choice]));
    }
    const trials = new Set([...allowed.keys(), ...found.keys()]);
    return [...trials].flatMap((trial) => {
      const expected = allowed.get(trial) ?? new Set([null]);
      const now = found.get(trial) ?? null;
      if (expected.has(now)) return [];
      return [
        `trial ${trial} holds ${now ?? 'no vote'}, and ${[...expected].map((one) => one ?? 'none').join(' or ')} was acknowledged`,
      ];
    });
  }

  private async step(): Promise<void> {
    const lot = this.random.int(20);
    if (lot === 0) await this.save();
    else if (lot < 3 && this.kept.size > 0) await this.undo();
    else if (lot < 6 && this.kept.size > 0) await this.vote(this.anyTrial());
    else await this.voteNext();
  }

  private async voteNext(): Promise<void> {
    const next = await this.call('GET', 'trials/next');
    await this.vote(next['done'] === true ? this.anyTrial() : String(next['trial_id']));
  }

  private anyTrial(): string {
    return [...this.kept.keys()][this.random.int(this.kept.size)] ?? '';
  }

  private async vote(trial: string): Promise<void> {
    const choice = CHOICES[this.random.int(CHOICES.length)] ?? 'A';
    this.pending = { trial, choice };
    await this.call('POST', 'votes', { trial_id: trial, choice });
    this.kept.set(trial, choice);
    this.pending = null;
  }

  private async undo(): Promise<void> {
    const last = [...this.kept.keys()].at(-1) ?? '';
    this.pending = { trial: last, choice: null };
    await this.call('POST', 'undo');
    this.kept.delete(last);
    this.pending = null;
  }

  private async save(): Promise<void> {
    await this.call('POST', 'save');
  }

  private async call(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await this.host.api(method, `/sessions/${this.session}/${path}`, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }
}
