import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PushName, PushPayload } from '../../core/contract/pushes';
import type { SessionDetail } from '../../core/contract/sessionView';
import { createBackend } from '../backend';
import type { BackendOptions } from '../backendOptions';
import type { Backend } from '../hosts/backendPort';
import { ownThreadMaker } from '../report/reportMaker';
import { obligingDialogs } from './chosenPaths';
import { paintFlat } from './paintFlat';

/** A sessions folder of a test's own, and the backends that work on it. */
export interface BackendWorld {
  readonly root: string;
  /** Faults inside the backend that were logged; a test that expects none checks that it is empty. */
  readonly bugs: unknown[];
  /** Starts a backend with a quick demo server; options change single settings. */
  start(options?: Partial<BackendOptions>): Promise<Backend>;
  dispose(): Promise<void>;
}

export async function createBackendWorld(): Promise<BackendWorld> {
  const root = await mkdtemp(join(tmpdir(), 'blindfold-world-'));
  const backends: Backend[] = [];
  const bugs: unknown[] = [];
  return {
    root,
    bugs,
    async start(options = {}) {
      const backend = await createBackend({
        root,
        comfyUrl: null,
        startDemo: true,
        demo: { imageMs: 0, size: { width: 48, height: 48 }, paint: paintFlat },
        host: 'browser',
        dialogs: obligingDialogs,
        version: '0.0.0',
        pollMs: 30,
        // What is not built has no program of a thread.
        reportMaker: ownThreadMaker(),
        log: (level, message, error) => {
          if (level === 'error') bugs.push(error ?? message);
        },
        ...options,
      });
      backends.push(backend);
      return backend;
    },
    async dispose() {
      await Promise.all(backends.map((backend) => backend.dispose()));
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** A set-up for the demo server: 4 baselines and 12 candidates, two metrics, one seed beyond 2^53. */
export const DEMO_SETUP = {
  loras: ['demo/inkwash_v1-000008.safetensors'],
  weight_range: [0.4, 0.8, 0.2],
  seeds: [18446744073709551615n, 7],
  metrics: ['Quality', 'Style'],
  prompt_pairs: [
    { positive: 'a fox in snow', negative: 'blurry' },
    { positive: 'a red barn', negative: '' },
  ],
};

/** Resolves with the first push of a name that fits; to be called before what brings it about. */
export function nextPush<P extends PushName>(
  backend: Pick<Backend, 'onPush'>,
  name: P,
  fits: (payload: PushPayload<P>) => boolean = () => true,
): Promise<PushPayload<P>> {
  return new Promise((resolve) => {
    const stop = backend.onPush((push) => {
      if (push.push !== name) return;
      const payload = push.payload as PushPayload<P>;
      if (!fits(payload)) return;
      stop();
      resolve(payload);
    });
  });
}

/** A session as it is told, without the room on the disk, which others change at any time. */
export function withoutRoom(detail: SessionDetail): SessionDetail {
  return { ...detail, plan: { ...detail.plan, free_bytes: null } };
}

/** Makes a session and all its images. Out: its id. */
export async function makeImages(backend: Backend, setup: object = DEMO_SETUP): Promise<string> {
  const { session_id } = await backend.call('session.create', { setup });
  const done = nextPush(
    backend,
    'session.changed',
    ({ summary }) => summary.session_id === session_id && summary.status === 'completed',
  );
  await backend.call('generation.start', { session_id });
  await done;
  return session_id;
}
