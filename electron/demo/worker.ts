import { canonicalInteger } from '../../core/session/json';
import { describedError, describedInputs, hiddenInputs } from './errorReport';
import { ExecutionOrder } from './executionOrder';
import type { FaultSwitch, ServerFault } from './faults';
import type { FileStore } from './files';
import { isLink, isObject, type JsonObject } from './graph';
import type { ModelLists, PictureRequest } from './models';
import { NODES } from './nodes';
import { NodeFailure, NodeInterrupted, type Raster, type RunContext, type RunInputs } from './nodeTypes';
import type { NodeFiles, PromptQueue, QueueItem, StatusMessage } from './promptQueue';
import { ResultCache } from './resultCache';
import { RunProgress } from './runProgress';
import type { SocketRegistry } from './sockets';
import { Standstill } from './standstill';
import type { VersionTraits } from './versions';

/** Time as the server feels it; tests hand in their own. */
export interface DemoClock {
  /** ms since the epoch. */
  now(): number;
  /** Resolves after `ms`; also with 0 only after the sockets have had their turn. */
  wait(ms: number): Promise<void>;
}

export interface WorkerOptions {
  readonly lists: ModelLists;
  readonly files: FileStore;
  readonly queue: PromptQueue;
  readonly faults: FaultSwitch;
  readonly clock: DemoClock;
  readonly imageMs: number;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly traits: VersionTraits;
  /** Every prompt is shown in the making, by a switch of the server. */
  readonly previews: boolean;
  paint(request: PictureRequest): Promise<Raster>;
  /** Sends to one client, or to all when `clientId` is null. */
  send(type: string, data: JsonObject, clientId: string | null): void;
  /** Sends a picture in a binary frame, in the same way. */
  sendPicture: SocketRegistry['sendPicture'];
  /** Tells all clients the length of the queue. */
  queueChanged(): void;
  /** A sampling fault that concerns the whole server. */
  struck(kind: ServerFault): void;
}

/** Thrown into a run whose server was restarted: nothing of it is told or kept. */
class RunForgotten extends Error {}

/** The one worker: runs a prompt at a time, in the order of the queue. */
export class Worker {
  private readonly cache: ResultCache;
  private readonly options: WorkerOptions;
  private busy = false;
  private interrupted = false;
  private generation = 0;
  private freeAsked = false;
  /** When the time of the next picture began; null while nothing is queued. */
  private pictureBegan: number | null = null;
  private readonly standstill: Standstill;
  /** Client of the latest prompt, and the node that runs for it. */
  private clientId: string | null = null;
  private lastNode: string | null = null;
  executions = 0;
  images = 0;
  prompts = 0;

  constructor(options: WorkerOptions) {
    this.options = options;
    this.cache = new ResultCache((node) =>
      node === undefined
        ? null
        : (NODES.get(node.class_type)?.fingerprint?.(node.inputs, options.files) ?? null),
    );
    this.standstill = new Standstill(options.faults, options.struck);
  }

  /** Runs what is queued, if nothing runs yet. */
  start(): void {
    if (this.busy) return;
    this.busy = true;
    const generation = this.generation;
    void this.loop(generation);
  }

  runningNodeOf(clientId: string): string | null {
    return clientId === this.clientId ? this.lastNode : null;
  }

  /** Stops the running prompt at its next node or sampler step. */
  interrupt(): void {
    this.interrupted = true;
    this.standstill.wake();
  }

  /** Drops the cached results, after the running prompt if there is one. */
  free(): void {
    if (this.busy) this.freeAsked = true;
    else this.cache.clear();
  }

  /** As after a restart of the process; the running prompt is never heard of again. */
  reset(): void {
    this.generation += 1;
    this.busy = false;
    this.cache.clear();
    this.clientId = null;
    this.lastNode = null;
    this.standstill.wake();
  }

  private async loop(generation: number): Promise<void> {
    // The reply to POST /prompt is on its way before anything runs.
    await this.options.clock.wait(0);
    this.pictureBegan = null;
    while (generation === this.generation) {
      // Dead for good: it still counts as busy, so nothing starts it again but a restart.
      if (this.options.queue.waiting.length > 0 && this.options.faults.worker()) return;
      const item = this.options.queue.take();
      if (item === null) break;
      this.options.queueChanged();
      await this.run(item, generation);
      if (this.freeAsked) this.cache.clear();
      this.freeAsked = false;
    }
    if (generation === this.generation) this.busy = false;
  }

  private async run(item: QueueItem, generation: number): Promise<void> {
    const { queue } = this.options;
    const client = typeof item.extraData.client_id === 'string' ? item.extraData.client_id : null;
    this.clientId = client;
    this.lastNode = null;
    this.interrupted = false;
    this.prompts += 1;
    const files = new Map<string, NodeFiles>();
    const messages: StatusMessage[] = [];
    const tell = (event: string, data: JsonObject, toAll = false): void => {
      const stamped = { ...data, timestamp: this.options.clock.now() };
      messages.push([event, stamped]);
      if (client !== null || toAll) this.options.send(event, stamped, client);
    };
    this.pictureBegan ??= this.options.clock.now();
    let succeeded: boolean;
    try {
      succeeded = await this.execute(item, generation, files, tell, client);
    } catch (error) {
      if (error instanceof RunForgotten) return;
      throw error;
    }
    this.lastNode = null;
    if (!succeeded) this.pictureBegan = null;
    queue.finish({ item, files, succeeded, messages });
    this.options.queueChanged();
    if (client !== null) this.options.send('executing', { node: null, prompt_id: item.promptId }, client);
  }

  private async execute(
    item: QueueItem,
    generation: number,
    files: Map<string, NodeFiles>,
    tell: (event: string, data: JsonObject, toAll?: boolean) => void,
    client: string | null,
  ): Promise<boolean> {
    const { graph, promptId } = item;
    tell('execution_start', { prompt_id: promptId });
    this.cache.setPrompt(graph);
    const cached = Object.keys(graph).filter((id) => this.cache.get(id) !== undefined);
    tell('execution_cached', { nodes: cached, prompt_id: promptId });
    const isOutput = (id: string) => NODES.get(graph[id]?.class_type ?? '')?.output === true;
    const order = new ExecutionOrder(graph, item.outputs, (id) => cached.includes(id), isOutput);
    const progress = new RunProgress(promptId, this.options.clock, {
      message: (type, data) => this.options.send(type, data, client),
      picture: (picture, about) => this.options.sendPicture(picture, about, client),
    });
    const executed: string[] = [];
    for (let id = order.next(); id !== null; id = order.next()) {
      const classType = graph[id]?.class_type ?? '';
      const known = this.cache.get(id);
      if (known !== undefined) {
        const output =
          known.images === undefined ? null : { images: known.images.map((image) => ({ ...image })) };
        if (client !== null) {
          this.options.send('executed', { node: id, display_node: id, output, prompt_id: promptId }, client);
        }
        if (known.images !== undefined) files.set(id, { images: known.images, ranAs: known.ranAs });
        progress.finish(id);
        order.done(id);
        continue;
      }
      progress.start(id);
      this.lastNode = id;
      if (client !== null) {
        this.options.send('executing', { node: id, display_node: id, prompt_id: promptId }, client);
      }
      try {
        await this.options.clock.wait(0);
        if (generation !== this.generation) throw new RunForgotten();
        await this.runNode(item, id, classType, generation, files, progress, client);
      } catch (error) {
        if (generation !== this.generation) throw new RunForgotten();
        if (error instanceof NodeInterrupted) {
          tell(
            'execution_interrupted',
            { prompt_id: promptId, node_id: id, node_type: classType, executed },
            true,
          );
          return false;
        }
        tell('execution_error', {
          prompt_id: promptId,
          node_id: id,
          node_type: classType,
          executed,
          ...describedError(error),
          traceback: [`  File "/demo/nodes.py", in ${classType}\n`],
          current_inputs: describedInputs({ ...this.inputsOf(item, id), ...hiddenInputs(item, classType) }),
          current_outputs: Object.keys(graph),
        });
        return false;
      }
      executed.push(id);
      progress.finish(id);
      order.done(id);
    }
    tell('execution_success', { prompt_id: promptId });
    return true;
  }

  private async runNode(
    item: QueueItem,
    id: string,
    classType: string,
    generation: number,
    files: Map<string, NodeFiles>,
    progress: RunProgress,
    client: string | null,
  ): Promise<void> {
    const definition = NODES.get(classType);
    if (definition === undefined) throw new NodeFailure('KeyError', `'${classType}'`);
    this.checkInterrupt();
    this.executions += 1;
    const { extra_pnginfo } = item.extraData;
    const context: RunContext = {
      lists: this.options.lists,
      files: this.options.files,
      graph: item.graph,
      traits: this.options.traits,
      extraPnginfo: isObject(extra_pnginfo) ? extra_pnginfo : null,
      imageMs: this.options.imageMs,
      size: this.options.size,
      now: () => this.options.clock.now(),
      wait: (ms) => this.options.clock.wait(ms),
      paint: (request) => this.options.paint({ ...request, seed: canonicalInteger(request.seed) }),
      previews: this.options.previews || (this.options.traits.previewsOnRequest && wantsPreviews(item)),
      progress: (value, max, picture) => progress.step(id, value, max, picture),
      pictureBegan: () => this.pictureBegan ?? this.options.clock.now(),
      sampled: () => {
        this.pictureBegan = this.options.clock.now();
      },
      loading: async () => {
        await this.standstill.loading();
        this.pictureBegan = this.options.clock.now();
      },
      samplingStarts: () => this.standstill.samplingStarts(),
      stepDone: (step) => this.standstill.stepDone(step),
      checkInterrupt: () => {
        if (generation !== this.generation) throw new RunForgotten();
        this.checkInterrupt();
      },
    };
    const result = await definition.run(this.inputsOf(item, id), context);
    if (generation !== this.generation) throw new RunForgotten();
    if (definition.alwaysRuns !== true) this.cache.set(id, result);
    if (result.images === undefined) return;
    this.images += result.images.length;
    files.set(id, { images: result.images, ranAs: id });
    const output = { images: result.images.map((image) => ({ ...image })) };
    if (client !== null) {
      this.options.send('executed', { node: id, display_node: id, output, prompt_id: item.promptId }, client);
    }
  }

  private inputsOf(item: QueueItem, id: string): RunInputs {
    const inputs: Record<string, RunInputs[string]> = {};
    for (const [name, value] of Object.entries(item.graph[id]?.inputs ?? {})) {
      inputs[name] = isLink(value) ? this.cache.get(value[0])?.outputs[value[1]] : value;
    }
    return inputs;
  }

  private checkInterrupt(): void {
    if (!this.interrupted) return;
    this.interrupted = false;
    throw new NodeInterrupted();
  }
}

function wantsPreviews(item: QueueItem): boolean {
  const { preview_method: method = 'none' } = item.extraData;
  return method !== 'none';
}
