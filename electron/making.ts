import { randomBytes, randomUUID } from 'node:crypto';
import { blindGeneration } from '../core/session/blindWords';
import { hiddenPictures } from '../core/session/extending';
import { effectiveSetup, type SessionState } from '../core/session/state';
import type { BackendOptions, Log } from './backendOptions';
import { connectComfy } from './comfy/connection';
import { createGeneration } from './generation/run';
import { createSpeeds } from './generation/speeds';
import { makeTestPair } from './generation/testPair';
import type { Services } from './handlers/services';
import { createLivePreviews } from './livePreviews';
import { writeImageFile } from './sessions/imageFile';
import { realTimers } from './sessions/timers';
import type { TaskControl } from './tasks';

interface MakingParts extends Pick<Services, 'fs' | 'images' | 'now' | 'pushes' | 'randomHex' | 'servers'> {
  readonly pollMs: BackendOptions['pollMs'];
  readonly randomUint32: BackendOptions['randomUint32'];
  readonly log: Log;
  logBug(error: unknown): void;
}

/** What makes images, with its pushes: the runs, test pairs, and the speeds that were measured. */
export function createMaking({
  pollMs,
  randomUint32 = () => randomBytes(4).readUInt32BE(),
  fs,
  servers,
  images,
  pushes,
  randomHex,
  now,
  log,
  logBug,
}: MakingParts) {
  const making = {
    now,
    connect: async (server: string) => connectComfy(await servers.connectionTo(server)),
    get defaultServer() {
      return servers.defaultServer;
    },
    newUuid: randomUUID,
    randomUint32,
    randomHex,
    ...(pollMs === undefined ? {} : { pollMs }),
  };
  const speeds = createSpeeds();
  const livePreviews = createLivePreviews({
    images,
    pushes,
    timers: realTimers,
    onUnreadable: (error) => log('info', 'A preview that ComfyUI sent cannot be read.', error),
  });
  const generation = createGeneration({
    ...making,
    fs,
    writeImage: (session, file, bytes) => writeImageFile(session, file, bytes, randomHex(6), fs),
    onProgress: (session, view) => {
      if (!view.previews) livePreviews.forget(session.id);
      pushes.tell({
        push: 'generation.progressed',
        payload: { session_id: session.id, generation: blindGeneration(session.state, view) },
      });
    },
    onPreview: (session, number, picture) => livePreviews.show(session.id, number, picture),
    onImage: (session, job, number) => {
      const made = session.state.images.get(job.file);
      if (made !== undefined && made.seconds !== null)
        speeds.learn(made.server, effectiveSetup(session.state), made.seconds);
      pushes.tell({
        push: 'generation.imageMade',
        payload: {
          session_id: session.id,
          number,
          image: hiddenPictures(session.state).has(job.file)
            ? null
            : images.thumbnail(session.folder, job.file, made?.sha256 ?? ''),
        },
      });
    },
    onFault: (_session, error) => logBug(error),
  });
  return {
    generation,
    speeds,
    makeTestPair: (state: Readonly<SessionState>, control: TaskControl) =>
      makeTestPair(state, making, control),
  };
}
