import { join } from 'node:path';
import { createRandom, type Random } from '../../core/plan/random';
import { createDemoServer, type DemoServer } from '../../electron/demo/server';
import { type Finds, noFinds } from '../../electron/testing/finds';
import { createSession, type Json } from '../evaluation';
import { type RunningHost, startHost } from '../runningHost';
import type { CaseCount } from './count';
import { journaledImages, missingImages } from './disk';
import { pause } from './victim';
import { Voter } from './voter';

export interface KillOptions {
  /** A folder of this test's own. */
  readonly folder: string;
  readonly kills: number;
  /** The lots of which every moment and every choice is drawn. */
  readonly seed: number;
}

/** Time for an image: long enough that kills fall into every part of a job, short enough for hundreds of them. */
const IMAGE_MS = 30;
const IMAGES = 16;
/** Kills come after a delay drawn up to this many ms. A run takes about twice as long, starting it included. */
const LONGEST_RUN_MS = 450;
const LONGEST_VOTING_MS = 150;
/** Kills that one session gets in each of its two halves. */
const KILLS_A_HALF = 4;
const LOOK_EVERY_MS = 10;
const PATIENCE_MS = 60_000;

/**
 * Kills the host (SIGKILL) again and again at moments drawn by lot, while it makes images and while votes are cast, starts it
 * anew each time, and counts what is lost. ComfyUI, here the demo server, lives on, as it does when an app crashes.
 */
export async function killAndCount(options: KillOptions): Promise<CaseCount[]> {
  const comfy = await createDemoServer({ imageMs: IMAGE_MS, size: { width: 32, height: 32 } });
  const torture = new Torture(options, comfy);
  try {
    return await torture.run();
  } finally {
    await torture.end();
    await comfy.dispose();
  }
}

class Torture {
  private readonly options: KillOptions;
  private readonly comfy: DemoServer;
  private readonly random: Random;
  private readonly generatingFinds: Finds = noFinds();
  private readonly votingFinds: Finds = noFinds();
  private host: RunningHost | null = null;
  private killsGenerating = 0;
  private killsVoting = 0;

  constructor(options: KillOptions, comfy: DemoServer) {
    this.options = options;
    this.comfy = comfy;
    this.random = createRandom(options.seed);
  }

  async run(): Promise<CaseCount[]> {
    while (this.killsLeft > 0) {
      const id = await createSession(await this.living());
      await this.generating(id);
      await this.voting(id);
    }
    return [
      {
        name: 'kill while images are made',
        trouble: 'kill',
        moments: this.killsGenerating,
        finds: this.generatingFinds,
      },
      {
        name: 'kill while votes are cast',
        trouble: 'kill',
        moments: this.killsVoting,
        finds: this.votingFinds,
      },
    ];
  }

  async end(): Promise<void> {
    await this.host?.stop();
    this.host = null;
  }

  private get killsLeft(): number {
    return this.options.kills - this.killsGenerating - this.killsVoting;
  }

  private async living(): Promise<RunningHost> {
    const { folder } = this.options;
    this.host ??= await startHost({
      args: ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', this.comfy.url],
      cwd: folder,
    });
    return this.host;
  }

  private async kill(): Promise<void> {
    await this.host?.stop('SIGKILL');
    this.host = null;
  }

  private async generating(id: string): Promise<void> {
    const before = this.comfy.stats().images;
    for (let kills = 0; ; kills += 1) {
      const mayKill = kills < KILLS_A_HALF && this.killsLeft > 0;
      if (!mayKill) break;
      const counted = await this.generateUntilKilled(id);
      this.killsGenerating += 1;
      const images = await journaledImages(this.folderOf(id));
      for (const find of await missingImages(this.folderOf(id), images))
        this.generatingFinds.imagesLost.push(`session ${id}: ${find}`);
      const told = await this.openedAgain(id, this.generatingFinds);
      const promised = Math.max(counted, images.size);
      if (told !== null && Number(told['images_done']) < promised)
        this.generatingFinds.imagesLost.push(
          `session ${id}: ${promised} images were counted, ${String(told['images_done'])} after the kill`,
        );
    }
    await this.generateToTheEnd(id);
    for (const find of await missingImages(this.folderOf(id), await journaledImages(this.folderOf(id))))
      this.generatingFinds.imagesLost.push(`session ${id}: ${find}`);
    const extra = this.comfy.stats().images - before - IMAGES;
    for (let index = 0; index < extra; index += 1) this.generatingFinds.madeTwice.push(`session ${id}`);
    if (extra < 0)
      this.generatingFinds.imagesLost.push(
        `session ${id}: only ${IMAGES + extra} of ${IMAGES} images were made`,
      );
  }

  /** Lets a run go on for a while and kills it; answers the most images that it was heard to count. */
  private async generateUntilKilled(id: string): Promise<number> {
    const host = await this.living();
    let counted = 0;
    let isOver = false;
    const watching = untilGone(async () => {
      await startRun(host, id);
      while (!isOver) {
        if (this.random.int(25) === 0) await host.api('POST', `/sessions/${id}/save`);
        const { body } = await host.api('GET', `/sessions/${id}`);
        counted = Math.max(counted, Number(body['images_done'] ?? 0));
        await pause(LOOK_EVERY_MS);
      }
    });
    await pause(this.random.int(LONGEST_RUN_MS));
    await this.kill();
    isOver = true;
    await watching;
    return counted;
  }

  private async generateToTheEnd(id: string): Promise<void> {
    const host = await this.living();
    await startRun(host, id);
    const limit = Date.now() + PATIENCE_MS;
    for (;;) {
      const { body } = await host.api('GET', `/sessions/${id}`);
      const { status, reason } = body['generation'] as Json;
      if (status === 'completed') return;
      if (status !== 'running' || Date.now() > limit)
        throw new Error(`The run of ${id} is ${String(status)}: ${String(reason)}`);
      await pause(LOOK_EVERY_MS);
    }
  }

  private async voting(id: string): Promise<void> {
    let kept = new Map<string, string>();
    for (let kills = 0; kills < KILLS_A_HALF && this.killsLeft > 0; kills += 1) {
      const voter = new Voter(await this.living(), id, kept, this.random);
      const work = voter.work();
      await pause(this.random.int(LONGEST_VOTING_MS));
      await this.kill();
      await work;
      this.killsVoting += 1;
      if ((await this.openedAgain(id, this.votingFinds)) === null) return;
      kept = await this.votesOf(id);
      for (const find of voter.differences(kept)) this.votingFinds.votesLost.push(`session ${id}: ${find}`);
      if (this.random.int(2) === 0) await (await this.living()).api('POST', `/sessions/${id}/recover`);
    }
  }

  private async votesOf(id: string): Promise<Map<string, string>> {
    const { body } = await (await this.living()).api('GET', `/sessions/${id}/trials`);
    return new Map(
      (body['trials'] as Json[]).map((trial) => [String(trial['trial_id']), String(trial['choice'])]),
    );
  }

  /** The session as the next start finds it; null when it does not open whole. */
  private async openedAgain(id: string, finds: Finds): Promise<Json | null> {
    const answer = await (await this.living()).api('GET', `/sessions/${id}`);
    if (answer.status === 200 && answer.body['state'] === 'ok') return answer.body;
    finds.notOpening.push(`session ${id}: ${answer.status} ${answer.text.slice(0, 300)}`);
    return null;
  }

  private folderOf(id: string): string {
    return join(this.options.folder, 'sessions', id);
  }
}

async function startRun(host: RunningHost, id: string): Promise<void> {
  const started = await host.api('POST', `/sessions/${id}/generate`);
  if (started.status !== 202) throw new Error(`The run of ${id} was refused: ${started.text}`);
}

/** Runs until a call is not answered, because the host is gone. */
async function untilGone(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
