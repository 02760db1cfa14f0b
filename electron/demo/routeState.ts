import { parseJson } from '../../core/session/json';
import type { FaultSwitch } from './faults';
import type { FileStore } from './files';
import { isObject, type JsonObject } from './graph';
import type { DemoReply, DemoRequest } from './http';
import type { ModelLists } from './models';
import type { PromptQueue } from './promptQueue';
import type { PromptRoute } from './promptRoute';
import type { VersionTraits } from './versions';
import type { Worker } from './worker';

export interface RouteState {
  readonly lists: ModelLists;
  readonly files: FileStore;
  readonly queue: PromptQueue;
  readonly faults: FaultSwitch;
  readonly worker: Worker;
  readonly prompts: PromptRoute;
  readonly port: number;
  readonly traits: VersionTraits;
  now(): number;
  queueChanged(): void;
}

/** Answers one method of one path; `parts` are those under the stars of the path. */
export type Handler = (request: DemoRequest, parts: readonly string[]) => Promise<DemoReply> | DemoReply;

/** A path with `*` for a part that is kept, and its handler for each method. */
export type RouteRow = [path: string, handlers: Record<string, Handler>];

/** The JSON object in a body; an empty object when there is no body or no JSON in it, where ComfyUI is as lenient. */
export async function lenientBody(request: DemoRequest): Promise<JsonObject> {
  try {
    const value = parseJson((await request.body()).toString('utf8'));
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
