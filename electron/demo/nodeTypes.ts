import type { JsonValue } from '../../core/session/json';
import type { FileReference, FileStore } from './files';
import type { Graph, JsonObject } from './graph';
import type { AppliedLora, ModelLists, PictureRequest } from './models';
import type { VersionTraits } from './versions';

/** An RGB picture, 3 bytes a pixel; `png` is its encoding when it is known already. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rgb: Buffer;
  readonly png?: Buffer;
}

/** What travels along the links while a graph runs. */
export type NodeValue =
  | { kind: 'MODEL'; checkpoint: string; loras: readonly AppliedLora[] }
  | { kind: 'CLIP'; checkpoint: string; loras: readonly AppliedLora[] }
  | { kind: 'VAE' }
  | { kind: 'CONDITIONING'; text: string; loras: readonly AppliedLora[] }
  | { kind: 'LATENT'; width: number; height: number; batch: number; pictures?: readonly Promise<Raster>[] }
  | { kind: 'IMAGE'; rasters: readonly Raster[] }
  | { kind: 'MASK' }
  | {
      kind: 'GUIDER';
      model: ValueOf<'MODEL'>;
      positive: ValueOf<'CONDITIONING'>;
      negative: ValueOf<'CONDITIONING'> | null;
    }
  | { kind: 'NOISE'; seed: number | bigint }
  | { kind: 'SIGMAS'; steps: number }
  | { kind: 'SAMPLER' }
  | { kind: 'INT'; value: number | bigint }
  | { kind: 'STRING'; value: string }
  /** LoRAs that are listed and not yet applied. */
  | { kind: 'LORA_STACK'; entries: readonly { name: string; model: number; clip: number }[] }
  /** What only has to be there for the demo: a control net, a detector, what an image encoder saw. */
  | { kind: 'AID' };

export type ValueOf<Kind extends NodeValue['kind']> = Extract<NodeValue, { kind: Kind }>;

/** One input as /object_info shows it: `[type]` or `[type, config]`; a classic combo has its options as type. */
export type InputShape = [type: string | string[]] | [type: string | string[], config: JsonObject];

export interface InputShapes {
  required: Record<string, InputShape>;
  optional?: Record<string, InputShape>;
  hidden?: Record<string, string>;
}

/** A picture that goes to the clients' sockets and is kept nowhere. */
export interface ShownPicture {
  readonly format: 'jpeg' | 'png';
  readonly bytes: Buffer;
}

/** What a node may ask of the server while it runs. */
export interface RunContext {
  readonly lists: ModelLists;
  readonly files: FileStore;
  readonly graph: Graph;
  readonly extraPnginfo: JsonObject | null;
  readonly traits: VersionTraits;
  /** ms since the epoch. */
  now(): number;
  /** Time that one picture takes, in ms, all that is done for it included. */
  readonly imageMs: number;
  /** When the time of this picture began, in ms since the epoch: where prompts wait, with the end of the sampling before it. */
  pictureBegan(): number;
  /** The sampling is over; what comes after it, such as saving, falls into the time of the next picture. */
  sampled(): void;
  wait(ms: number): Promise<void>;
  /** Throws `NodeInterrupted` when the prompt has been interrupted. */
  checkInterrupt(): void;
  /** Tells a step to the clients, with a picture when there is one to show. */
  progress(value: number, max: number, picture?: ShownPicture): void;
  /** True when the prompt asked for previews of its sampling. */
  readonly previews: boolean;
  /** Called as a checkpoint is loaded; an armed fault may draw it out. */
  loading(): Promise<void>;
  /** Called once as a sampler starts; the place where armed faults strike. */
  samplingStarts(): Promise<void>;
  /** Called after each step was told; an armed fault may stand still here. */
  stepDone(step: number): Promise<void>;
  paint(request: PictureRequest): Promise<Raster>;
  /** Painted instead of the size that the graph asks for. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

export interface RunResult {
  readonly outputs: readonly NodeValue[];
  readonly images?: readonly FileReference[];
}

/** A node's inputs at run time: literals as they are, links resolved to what flowed through them. */
export type RunInputs = Readonly<Record<string, JsonValue | NodeValue | undefined>>;

export interface NodeDefinition {
  /** Two generations of nodes describe themselves with different fields in /object_info. */
  readonly generation: 'classic' | 'newer';
  readonly displayName: string | null;
  readonly description: string;
  readonly category: string;
  readonly module: string;
  readonly output: boolean;
  readonly returns: readonly (readonly [type: string, name: string])[];
  readonly experimental?: boolean;
  /** Never served from the cache, though nothing of it changed. */
  readonly alwaysRuns?: boolean;
  /** What beside its inputs a result hangs on; another text, and the cached one is of no use. */
  fingerprint?(inputs: JsonObject, files: FileStore): string;
  /** In: the models, and the names of uploaded pictures. */
  inputs(lists: ModelLists, uploads: readonly string[]): InputShapes;
  /** A node's own check of one literal input: the sentence when it is refused. */
  refuses?(input: string, value: JsonValue, files: FileStore): string | undefined;
  run(inputs: RunInputs, context: RunContext): Promise<RunResult> | RunResult;
}

/** A node raised: the prompt ends with `execution_error`. */
export class NodeFailure extends Error {
  readonly exceptionType: string;
  constructor(exceptionType: string, message: string) {
    super(message);
    this.exceptionType = exceptionType;
  }
}

/** The prompt was interrupted: it ends with `execution_interrupted`. */
export class NodeInterrupted extends Error {}

/** True for what came through a link, against a literal. */
export function isNodeValue(value: RunInputs[string]): value is NodeValue {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

/** The linked value under `name`; a wrong kind is a bug of the table, as validation has matched the types. */
export function linked<Kind extends NodeValue['kind']>(
  inputs: RunInputs,
  name: string,
  kind: Kind,
): ValueOf<Kind> {
  const value = inputs[name];
  if (isNodeValue(value) && value.kind === kind) return value as ValueOf<Kind>;
  throw new NodeFailure('TypeError', `${name} is not a ${kind}`);
}

/** A number under `name`, also when it comes through a link from an INT node. */
export function integerOf(inputs: RunInputs, name: string): number | bigint {
  const value = inputs[name];
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return linked(inputs, name, 'INT').value;
}

export function numberOf(inputs: RunInputs, name: string): number {
  return Number(integerOf(inputs, name));
}

/** A text under `name`, also when it comes through a link from a STRING node. */
export function textOf(inputs: RunInputs, name: string): string {
  const value = inputs[name];
  if (isNodeValue(value)) return linked(inputs, name, 'STRING').value;
  return typeof value === 'string' ? value : String(value ?? '');
}

/** A picture of one colour, given as 0xrrggbb. */
export function solid(width: number, height: number, color: number): Raster {
  const rgb = Buffer.alloc(width * height * 3);
  for (let at = 0; at < rgb.length; at += 3) rgb.writeUIntBE(color, at, 3);
  return { width, height, rgb };
}
