import { afterEach, beforeEach, vi } from 'vitest';
import type { ComfyServer } from '../../core/contract/comfyView';
import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import type { GenerationView, RunServer, Tile } from '../../core/contract/generationView';
import type { Push } from '../../core/contract/pushes';
import type { EvaluationView, SessionDetail } from '../../core/contract/sessionView';
import { setClient } from '../store/backend';
import { useComfy } from '../store/comfy';
import { useSession } from '../store/session';

type Client = NonNullable<Parameters<typeof setClient>[0]>;

export const ID = '20260412_214507';

export const RUNNING: GenerationView = {
  status: 'running',
  phase: 'generating_images',
  images_done: 1,
  images_total: 3,
  failed: [],
  current: { number: 2, step: 5, steps: 20 },
  rate: 0.5,
  seconds_left: 4,
  checkpoint: null,
  reason: null,
  can_resume: false,
  started_at: '2026-04-12T21:45:07.000Z',
  ended_at: null,
  servers: [],
  previews: false,
  self_check: null,
};

const NOBODY: EvaluationView['raters'] = [];

/** Opens a session whose run stands so. */
export function open(
  generation: GenerationView,
  canJudge = false,
  revealed_at: string | null = null,
  missing: number[] = [],
  servers: string[] = [],
): void {
  const detail = {
    session_id: ID,
    setup: { servers },
    generation,
    missing_images: missing,
    evaluation: {
      revealed_at,
      can_judge: canJudge,
      complete: false,
      rater: 'rater 1',
      raters: NOBODY,
      votes_done: 0,
    },
  } as SessionDetail;
  useSession.setState({ session: { phase: 'open', id: ID, detail } });
}

const TILES: Tile[] = [3, 1, 2].map((number) => ({
  number,
  state: number === 1 ? 'made' : 'waiting',
  image: number === 1 ? '/image/one' : null,
  message: null,
}));

export const SERVER: ComfyServer = {
  url: 'http://127.0.0.1:8188',
  state: 'ok',
  version: '0.3.64',
  devices: [],
  queue: { running: 0, pending: 0 },
  is_demo: false,
  message: null,
};

const BESIDE: RunServer = {
  name: '192.168.1.7:8188',
  state: 'working',
  message: null,
  images_done: 14,
  rate: 0.5,
  current: { number: 3, step: 12, steps: 20 },
};
export const OUT = '192.168.1.9:8188 does not answer.';
export const SEVERAL: GenerationView = {
  ...RUNNING,
  servers: [
    { ...BESIDE, name: '127.0.0.1:8188', images_done: 1, rate: null, current: RUNNING.current },
    BESIDE,
    { ...BESIDE, name: '192.168.1.9:8188', state: 'out', message: OUT, current: null },
  ],
};

/** What a page asked of its backend, and a way to tell it something unasked. */
export interface GenerateWorld {
  readonly calls: CommandName[];
  push(push: Push): void;
}

/** Before each test of a file: a backend that answers as one with a run does. After each all is as before. */
export function generateWorld(): GenerateWorld {
  const calls: CommandName[] = [];
  const listeners = new Set<(push: Push) => void>();
  beforeEach(() => {
    vi.stubGlobal(
      'ResizeObserver',
      class {
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    );
    calls.length = 0;
    listeners.clear();
    const answers: Partial<Record<CommandName, unknown>> = {
      'generation.gallery': { tiles: TILES },
      'session.log': {
        entries: [
          {
            seq: 1,
            at: '2026-04-12T21:45:07.000Z',
            level: 'info',
            type: 'session_start',
            message: 'The run began.',
          },
          {
            seq: 2,
            at: '2026-04-12T21:45:08.000Z',
            level: 'info',
            type: 'images_generating',
            message: 'The next image was sent.',
          },
          {
            seq: 3,
            at: '2026-04-12T21:45:09.000Z',
            level: 'info',
            type: 'vote_cast',
            message: 'rater 1 voted on Style.',
          },
        ],
      },
      'generation.pause': { ...RUNNING, status: 'paused', phase: null, can_resume: true, reason: 'Paused.' },
      'generation.resume': RUNNING,
      'generation.regenerate': RUNNING,
      'generation.previews': { ...RUNNING, previews: true },
    };
    const client: Client = {
      call: async <C extends CommandName>(command: C, _args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
        calls.push(command);
        if (!(command in answers)) throw new Error(`The test has no ${command}.`);
        return answers[command] as CommandAnswer<C>;
      },
      onPush: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      onState: () => () => undefined,
      dispose: () => undefined,
    };
    setClient(client);
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    useSession.setState({ session: { phase: 'blank' } });
    useComfy.setState({ server: null });
    setClient(null);
  });
  return {
    calls,
    push: (pushed) => {
      for (const listener of listeners) listener(pushed);
    },
  };
}
