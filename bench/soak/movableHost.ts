import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type RunningHost, startHost } from '../../e2e/runningHost';

const sampleSchema = z.object({
  /** Bytes of the process in memory. */
  rss: z.number(),
  /** Bytes of living objects and of buffers, after garbage was collected. */
  heap: z.number(),
  /** Sockets, servers, files and threads that Node counts as open. */
  handles: z.number(),
  /** File descriptors; null where the system does not tell. */
  descriptors: z.number().nullable(),
  /** Timers that wait. */
  timers: z.number(),
  /** How long the host has lived by its own clock, in ms. */
  elapsedMs: z.number(),
});
/** What the host's process holds at a moment. */
export type HostSample = z.infer<typeof sampleSchema>;

const answerSchema = z.object({
  id: z.number(),
  sample: sampleSchema.optional(),
  fault: z.string().optional(),
});
type Answer = z.infer<typeof answerSchema>;

/** The built browser host with a clock that can be moved on. */
export interface MovableHost extends RunningHost {
  /** Lets so many milliseconds go by in the host, with everything that waits for a time in between. */
  moveOn(ms: number): Promise<void>;
  sample(): Promise<HostSample>;
}

/** Starts it. In: the host's arguments, and a folder of its own for its settings and logs. */
export async function startMovableHost(args: readonly string[], cwd: string): Promise<MovableHost> {
  const inside = pathToFileURL(join(process.cwd(), 'bench/soak/insideHost.mjs')).href;
  let child: ChildProcess | null = null;
  const waiting = new Map<number, (answer: Answer) => void>();
  const host = await startHost({
    args,
    cwd,
    nodeArgs: ['--import', inside],
    onSpawn: (spawned) => {
      child = spawned;
      spawned.on('message', (message) => {
        const answer = answerSchema.parse(message);
        waiting.get(answer.id)?.(answer);
        waiting.delete(answer.id);
      });
      spawned.on('exit', (code) => {
        for (const [id, answer] of waiting) answer({ id, fault: `The host ended with ${code}.` });
        waiting.clear();
      });
    },
  });
  let last = 0;
  const ask = async (question: { moveOnMs?: number }): Promise<Answer> => {
    last += 1;
    const id = last;
    const answered = new Promise<Answer>((done) => waiting.set(id, done));
    child?.send({ id, ...question });
    const answer = await answered;
    if (answer.fault !== undefined) throw new Error(`${answer.fault}\n${host.output()}`);
    return answer;
  };
  return {
    ...host,
    async moveOn(ms) {
      await ask({ moveOnMs: ms });
    },
    async sample() {
      return sampleSchema.parse((await ask({})).sample);
    },
  };
}
