import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../graph';
import type { DemoServer } from '../server';
import { objectOf } from '../testClient';
import { call, MULTIPART, pictureForm } from './call';

/** Does by hand to the demo server what the record tells or needs: the lines of the kind `action`. */
export class StageHand {
  private readonly server: DemoServer;
  private readonly post: (body: JsonObject) => Promise<string>;
  /** What lets each standing place go on, by its name. */
  private readonly held = new Map<string, () => void>();

  constructor(server: DemoServer, post: (body: JsonObject) => Promise<string>) {
    this.server = server;
    this.post = post;
  }

  async act(line: JsonObject): Promise<void> {
    const { server } = this;
    if (line.do === 'restart') server.restart();
    else if (line.do === 'set_loras') server.setLoras((line.loras as string[] | undefined) ?? []);
    else if (line.do === 'delete_file') {
      server.deleteFile({ filename: String(line.filename), subfolder: '', type: 'output' });
    } else if (line.do === 'upload') {
      const form = await pictureForm('red', String(line.filename), {});
      await call(server.port, 'POST', '/upload/image', form, MULTIPART);
    } else if (line.do === 'post') await this.post(objectOf(line.body ?? null));
    else if (line.do === 'run') await this.run(objectOf(line.body ?? null), Number(line.times ?? 1));
    else if (line.do === 'hold') this.hold(String(line.at));
    else if (line.do === 'let_go') this.held.get(String(line.at))?.();
    else if (line.do === 'until_done') await this.untilDone();
    else throw new Error(`The transcript asks for ${String(line.do)}.`);
  }

  private async run(body: JsonObject, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await this.post({ client_id: 'setup', number: 0, ...body });
      await this.untilDone();
    }
  }

  /** The next checkpoint's loading, or the next sampler after a step, stands still until it is let go or interrupted. */
  private hold(place: string): void {
    const until = new Promise<void>((resolve) => this.held.set(place, resolve));
    const step = /^step (\d+)$/.exec(place)?.[1];
    this.server.faults.arm(
      step === undefined
        ? { kind: 'slow_load', until }
        : { kind: 'stuck', image: 1, step: Number(step), until },
    );
  }

  /** Nothing waits and nothing runs; asked often, as the record's client could hear nothing. */
  private async untilDone(): Promise<void> {
    for (;;) {
      const { bytes } = await call(this.server.port, 'GET', '/prompt', undefined, {});
      if (bytes.toString('utf8').includes('"queue_remaining":0')) return;
      await pause(1);
    }
  }
}
