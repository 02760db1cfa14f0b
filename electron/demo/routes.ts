import type { JsonValue } from '../../core/session/json';
import type { JsonObject } from './graph';
import { type DemoReply, type DemoRequest, empty, json, NOT_ALLOWED, NOT_FOUND, TROUBLE } from './http';
import { jobRoutes } from './jobRoutes';
import { loraMetadata, MODEL_FOLDERS, modelsIn } from './models';
import { objectInfo } from './objectInfo';
import { entryOnWire, itemOnWire, type PromptQueue } from './promptQueue';
import { type Handler, lenientBody, type RouteRow, type RouteState } from './routeState';
import { systemStats } from './systemStats';
import { uploadImage } from './uploadImage';
import { viewFile } from './viewFile';

/** A route: the parts of its path (`*` = one part, kept), and a handler for each method. */
interface Route {
  readonly parts: readonly string[];
  readonly handlers: Readonly<Record<string, Handler>>;
}

/** The answer to a request whose origin has been checked already. */
export function createRoutes(state: RouteState): (request: DemoRequest) => Promise<DemoReply> {
  const routes = [...table(state), ...(state.traits.hasJobs ? jobRoutes(state) : [])].map(
    ([path, handlers]): Route => ({ parts: path.split('/').slice(1), handlers }),
  );
  return async (request) => {
    if (request.method === 'OPTIONS') return empty(200);
    const parts = request.path.split('/').slice(1).map(decoded);
    for (const route of routes) {
      const kept = matching(route.parts, parts, request.prefixed);
      if (kept === null) continue;
      const handler = route.handlers[request.method === 'HEAD' ? 'GET' : request.method];
      return handler === undefined ? NOT_ALLOWED : handler(request, kept);
    }
    return NOT_FOUND;
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The parts under `*`, or null. A route that starts with `/api` exists with the prefix only. */
function matching(route: readonly string[], parts: readonly string[], prefixed: boolean): string[] | null {
  const onlyPrefixed = route[0] === 'api';
  if (onlyPrefixed && !prefixed) return null;
  const wanted = onlyPrefixed ? route.slice(1) : route;
  if (wanted.length !== parts.length) return null;
  const kept: string[] = [];
  for (const [index, part] of wanted.entries()) {
    const given = parts[index] ?? '';
    if (part === '*') kept.push(given);
    else if (part !== given) return null;
  }
  return kept;
}

/** The ids under a key of a body such as `{"delete": [...]}`. */
function idsIn(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function table(state: RouteState): RouteRow[] {
  const { lists, files, queue, faults, worker, prompts } = state;
  return [
    [
      '/prompt',
      {
        GET: () => json({ exec_info: { queue_remaining: queue.remaining } }),
        POST: async (request) => prompts.post(await request.body()),
      },
    ],
    [
      '/queue',
      {
        GET: () =>
          json({
            queue_running: queue.running === null ? [] : [itemOnWire(queue.running)],
            queue_pending: queue.waiting.map(itemOnWire),
          }),
        POST: async (request) => {
          const body = await lenientBody(request);
          if (body.clear === true) {
            queue.clearPending();
            state.queueChanged();
          }
          for (const id of idsIn(body.delete)) if (queue.remove(id)) state.queueChanged();
          return empty(200);
        },
      },
    ],
    [
      '/interrupt',
      {
        POST: async (request) => {
          const { prompt_id: id } = await lenientBody(request);
          if (id === undefined || id === null || id === queue.running?.promptId) worker.interrupt();
          return empty(200);
        },
      },
    ],
    [
      '/free',
      {
        POST: async (request) => {
          const body = await lenientBody(request);
          if (body.free_memory === true) worker.free();
          return empty(200);
        },
      },
    ],
    [
      '/history',
      {
        GET: (request) => history(request, queue),
        POST: async (request) => {
          const body = await lenientBody(request);
          if (body.clear === true) queue.forgetAll();
          for (const id of idsIn(body.delete)) queue.forget(id);
          return empty(200);
        },
      },
    ],
    [
      '/history/*',
      {
        GET: (request, [id = '']) => {
          const entry = queue.history(id);
          if (entry === undefined) return json({});
          const fault = faults.request(['empty_history', 'empty_outputs'], request.method, request.path);
          if (fault?.kind === 'empty_history') return json({});
          const shown = entryOnWire(entry);
          return json({ [id]: fault === undefined ? shown : { ...shown, outputs: {} } });
        },
      },
    ],
    ['/view', { GET: (request) => viewFile(request, files, faults, state.traits) }],
    ['/upload/image', { POST: (request) => uploadImage(request, files, state.now()) }],
    ['/models', { GET: () => json([...MODEL_FOLDERS]) }],
    [
      '/models/*',
      {
        GET: (_request, [folder = '']) => {
          const names = modelsIn(lists, folder);
          return names === undefined ? empty(404) : json(names);
        },
      },
    ],
    [
      '/view_metadata/*',
      {
        GET: (request, [folder = '']) => {
          const metadata =
            folder === 'loras' ? loraMetadata(lists, request.query.get('filename') ?? '') : undefined;
          return metadata === undefined ? empty(404) : json(metadata);
        },
      },
    ],
    ['/embeddings', { GET: () => json([]) }],
    ['/object_info', { GET: () => json(objectInfo(lists, files, null)) }],
    ['/object_info/*', { GET: (_request, [classType = '']) => json(objectInfo(lists, files, classType)) }],
    ['/system_stats', { GET: () => json(systemStats(state.port, state.traits)) }],
    ['/features', { GET: () => json(state.traits.features) }],
  ];
}

function history(request: DemoRequest, queue: PromptQueue): DemoReply {
  const count = request.query.get('max_items');
  const offset = request.query.get('offset');
  if ((count !== null && !/^-?\d+$/.test(count)) || (offset !== null && !/^-?\d+$/.test(offset)))
    return TROUBLE;
  const all = queue.allHistory();
  const length = count === null ? all.length : Number(count);
  const start = offset === null || Number(offset) < 0 ? Math.max(0, all.length - length) : Number(offset);
  const shown: JsonObject = {};
  for (const entry of all.slice(start, start + length)) shown[entry.item.promptId] = entryOnWire(entry);
  return json(shown);
}
