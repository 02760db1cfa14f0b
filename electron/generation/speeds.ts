import { createHash } from 'node:crypto';
import { stringifyJson } from '../../core/session/json';
import { serverKey } from '../../core/session/serverKey';
import type { Setup } from '../../core/session/setup';
import type { SessionState } from '../../core/session/state';
import { builtinDefaults } from '../../core/workflow/builtin';

/** How fast each server makes images of which kind, from those that were made. It lives as long as the program. */
export interface Speeds {
  /** An image was made. In: the server as it is stored, the set-up with every choice filled in, and its seconds. */
  learn(server: string, setup: Setup, seconds: number): void;
  /** The last images of a session, once for each session. */
  learnFrom(state: Readonly<SessionState>): void;
  /**
   * Seconds that one image of a set-up takes, with all its servers at work; null where none of them made a comparable image:
   * the same workflow of the person's own, or the same checkpoint at a size and step count that are not far off. In: the
   * server of a set-up that names none.
   */
  secondsFor(setup: Setup, defaultServer: string): number | null;
}

/** What an image costs: comparable ones share `kind`; `load` is what the time grows with, null where nobody knows. */
interface Work {
  readonly kind: string;
  readonly load: number | null;
}

interface Memory extends Work {
  /** Seconds of the last images, the newest last. */
  readonly seconds: number[];
}

/** The last few tell how fast a server is now. */
const REMEMBERED = 12;
const MAX_KINDS = 40;
/** A set-up that asks for so many times more or less than what was measured is another matter. */
const FARTHEST = 4;

export function createSpeeds(): Speeds {
  /** By `serverKey`; the kind that was made last stands last. */
  const servers = new Map<string, Memory[]>();
  const learned = new Set<string>();

  function learn(server: string, setup: Setup, seconds: number): void {
    const work = workOf(setup);
    if (work === null || seconds <= 0) return;
    const place = serverKey(server);
    const known = servers.get(place) ?? [];
    const old = known.find(({ kind, load }) => kind === work.kind && load === work.load);
    const memory = { ...work, seconds: [...(old?.seconds ?? []), seconds].slice(-REMEMBERED) };
    servers.set(place, [...known.filter((one) => one !== old), memory].slice(-MAX_KINDS));
  }

  function secondsOn(server: string, setup: Setup): number | null {
    const known = servers.get(serverKey(server)) ?? [];
    // Which checkpoint comes first, the server alone knows: the one that it used last is the best guess.
    const isOpen = setup.workflow === null && !setup.checkpoint?.trim();
    const wanted = workOf(isOpen ? { ...setup, checkpoint: ANY_CHECKPOINT } : setup);
    if (wanted === null) return null;
    const fits = ({ kind }: Memory) => (isOpen ? kind.startsWith(CHECKPOINT) : kind === wanted.kind);
    const memory =
      known.findLast((one) => fits(one) && one.load === wanted.load) ?? known.findLast((one) => fits(one));
    if (memory === undefined) return null;
    const mean = memory.seconds.reduce((sum, one) => sum + one, 0) / memory.seconds.length;
    const factor = wanted.load === null || memory.load === null ? 1 : wanted.load / memory.load;
    return factor > FARTHEST || factor < 1 / FARTHEST ? null : mean * factor;
  }

  return {
    learn,
    learnFrom({ session_id, started, images }) {
      if (started === null || started.as_found || learned.has(session_id)) return;
      learned.add(session_id);
      for (const { server, seconds } of [...images.values()].slice(-REMEMBERED))
        if (seconds !== null) learn(server, started.setup, seconds);
    },
    secondsFor(setup, defaultServer) {
      const named = setup.servers.length === 0 ? [defaultServer] : setup.servers;
      const rates = named.flatMap((server) => {
        const seconds = secondsOn(server, setup);
        return seconds === null ? [] : [1 / seconds];
      });
      // A server that nobody has measured is left out: the time is then the longest that it can be.
      return rates.length === 0 ? null : 1 / rates.reduce((sum, rate) => sum + rate, 0);
    },
  };
}

const CHECKPOINT = 'checkpoint ';
const ANY_CHECKPOINT = '?';

/** Null for a set-up that does not say what is to be made. */
function workOf({ workflow, checkpoint, size, sampling }: Setup): Work | null {
  if (workflow !== null) {
    const hash = createHash('sha256').update(stringifyJson(workflow)).digest('hex');
    return { kind: `workflow ${hash}`, load: null };
  }
  if (checkpoint === null || checkpoint === '') return null;
  const defaults = builtinDefaults(checkpoint);
  const [width, height] = size ?? defaults.size;
  return {
    kind: `${CHECKPOINT}${checkpoint.toLowerCase()}`,
    load: width * height * (sampling ?? defaults.sampling).steps,
  };
}
