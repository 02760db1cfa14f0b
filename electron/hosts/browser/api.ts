import type { CommandName } from '../../../core/contract/commands';
import { AppFailure } from '../../../core/contract/failure';
import type { JsonValue } from '../../../core/session/json';
import { FILTER_QUERY, type QueryFields, readQuery } from './query';

/** One call of the HTTP API, as a command with its arguments; the answer is the command's own. */
export interface ApiCall {
  readonly command: CommandName;
  readonly args: Record<string, JsonValue>;
  /** Status of a good answer. */
  readonly status: number;
}

interface Route {
  readonly method: string;
  /** Path parts below `/api`; a part in braces is a name taken from the address. */
  readonly path: readonly string[];
  readonly command: CommandName;
  readonly status: number;
  /** Query parameters that are handed on, and how each is read. */
  readonly query?: QueryFields;
  /** Query parameters that are handed on together, as what the votes are narrowed to. */
  readonly filter?: QueryFields;
  /** True when the body's fields become arguments. */
  readonly takesBody?: boolean;
}

const ID = '{session_id}';

/** Every call that scripts can make. A call that is not here is 404. */
const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: ['sessions'],
    command: 'session.list',
    status: 200,
    query: {
      status: 'text',
      q: 'text',
      filter: 'text',
      from: 'text',
      to: 'text',
      limit: 'count',
      offset: 'count',
    },
  },
  { method: 'GET', path: ['sessions', 'active'], command: 'session.active', status: 200 },
  { method: 'GET', path: ['sessions', 'resumable'], command: 'session.resumable', status: 200 },
  { method: 'POST', path: ['sessions', 'refresh'], command: 'session.refresh', status: 200 },
  { method: 'POST', path: ['sessions'], command: 'session.create', status: 201, takesBody: true },
  { method: 'GET', path: ['sessions', ID], command: 'session.get', status: 200 },
  { method: 'PATCH', path: ['sessions', ID], command: 'session.patch', status: 200, takesBody: true },
  { method: 'POST', path: ['sessions', ID, 'save'], command: 'session.save', status: 200 },
  { method: 'POST', path: ['sessions', ID, 'discard'], command: 'session.discard', status: 200 },
  { method: 'POST', path: ['sessions', ID, 'recover'], command: 'session.recover', status: 200 },
  { method: 'POST', path: ['sessions', ID, 'copy'], command: 'session.copy', status: 201 },
  { method: 'POST', path: ['sessions', ID, 'check'], command: 'session.check', status: 200 },
  { method: 'DELETE', path: ['sessions', ID], command: 'session.delete', status: 200 },
  { method: 'POST', path: ['sessions', ID, 'restore'], command: 'session.restore', status: 200 },
  { method: 'POST', path: ['sessions', ID, 'archive'], command: 'session.archive', status: 200 },
  { method: 'POST', path: ['sessions', ID, 'bring-back'], command: 'session.bringBack', status: 200 },
  {
    method: 'GET',
    path: ['sessions', ID, 'log'],
    command: 'session.log',
    status: 200,
    query: { level: 'text', limit: 'count' },
  },
  { method: 'POST', path: ['sessions', ID, 'generate'], command: 'generation.start', status: 202 },
  { method: 'POST', path: ['sessions', ID, 'pause'], command: 'generation.pause', status: 202 },
  { method: 'POST', path: ['sessions', ID, 'resume'], command: 'generation.resume', status: 202 },
  { method: 'POST', path: ['sessions', ID, 'stop'], command: 'generation.stop', status: 202 },
  { method: 'POST', path: ['sessions', ID, 'test-pair'], command: 'generation.testPair', status: 200 },
  // What failed is missing, and resume makes what is missing.
  { method: 'POST', path: ['sessions', ID, 'retry'], command: 'generation.resume', status: 202 },
  {
    method: 'GET',
    path: ['sessions', ID, 'trials'],
    command: 'trial.list',
    status: 200,
    query: { rater: 'text' },
  },
  {
    method: 'GET',
    path: ['sessions', ID, 'trials', 'next'],
    command: 'trial.next',
    status: 200,
    query: { rater: 'text' },
  },
  {
    method: 'GET',
    path: ['sessions', ID, 'trials', '{trial_id}'],
    command: 'trial.get',
    status: 200,
    query: { rater: 'text' },
  },
  { method: 'POST', path: ['sessions', ID, 'votes'], command: 'vote.cast', status: 201, takesBody: true },
  { method: 'POST', path: ['sessions', ID, 'undo'], command: 'vote.undo', status: 200, takesBody: true },
  { method: 'POST', path: ['sessions', ID, 'finish'], command: 'evaluation.finish', status: 200 },
  { method: 'POST', path: ['sessions', ID, 'reopen'], command: 'evaluation.reopen', status: 200 },
  { method: 'POST', path: ['sessions', ID, 'redo'], command: 'evaluation.redo', status: 200 },
  { method: 'POST', path: ['sessions', ID, 'rater'], command: 'rater.name', status: 200, takesBody: true },
  { method: 'POST', path: ['sessions', ID, 'reveal'], command: 'evaluation.reveal', status: 200 },
  {
    method: 'GET',
    path: ['sessions', ID, 'report'],
    command: 'report.get',
    status: 200,
    filter: FILTER_QUERY,
  },
  {
    method: 'GET',
    path: ['sessions', ID, 'report', 'written'],
    command: 'report.written',
    status: 200,
  },
  {
    method: 'POST',
    path: ['sessions', ID, 'report', 'written'],
    command: 'report.write',
    status: 200,
    takesBody: true,
  },
  { method: 'POST', path: ['sessions', ID, 'report', 'cancel'], command: 'report.cancel', status: 200 },
  {
    method: 'GET',
    path: ['sessions', ID, 'report', 'workflow'],
    command: 'report.workflow',
    status: 200,
    query: { lora: { as: 'lora_filename', kind: 'text' }, weight: 'number' },
  },
  {
    method: 'GET',
    path: ['comparison'],
    command: 'comparison.get',
    status: 200,
    query: { session: { as: 'session_ids', kind: 'texts' } },
  },
  { method: 'POST', path: ['comparison'], command: 'comparison.get', status: 200, takesBody: true },
  { method: 'GET', path: ['storage', 'stats'], command: 'storage.stats', status: 200 },
  { method: 'POST', path: ['storage', 'cleanup'], command: 'storage.cleanup', status: 200, takesBody: true },
  { method: 'GET', path: ['trash'], command: 'trash.list', status: 200 },
  { method: 'POST', path: ['trash', 'empty'], command: 'trash.empty', status: 200 },
  { method: 'GET', path: ['settings'], command: 'settings.get', status: 200 },
  { method: 'PATCH', path: ['settings'], command: 'settings.change', status: 200, takesBody: true },
  { method: 'GET', path: ['presets'], command: 'preset.list', status: 200 },
  { method: 'GET', path: ['presets', '{name}'], command: 'preset.get', status: 200 },
  { method: 'PUT', path: ['presets', '{name}'], command: 'preset.save', status: 200, takesBody: true },
  { method: 'DELETE', path: ['presets', '{name}'], command: 'preset.delete', status: 200 },
  { method: 'GET', path: ['tasks'], command: 'task.list', status: 200 },
  { method: 'POST', path: ['tasks', '{task_id}', 'cancel'], command: 'task.cancel', status: 200 },
  { method: 'GET', path: ['log'], command: 'app.log', status: 200, query: { level: 'text', limit: 'count' } },
  { method: 'GET', path: ['comfyui'], command: 'comfy.state', status: 200 },
  { method: 'GET', path: ['comfyui', 'access'], command: 'comfy.access', status: 200 },
  {
    method: 'POST',
    path: ['comfyui', 'access'],
    command: 'comfy.setAccess',
    status: 200,
    takesBody: true,
  },
  {
    method: 'GET',
    path: ['comfyui', 'lora'],
    command: 'comfy.loraInfo',
    status: 200,
    query: { lora: 'text', server: 'text' },
  },
  { method: 'GET', path: ['assistant'], command: 'assistant.state', status: 200 },
  { method: 'PUT', path: ['assistant', 'key'], command: 'assistant.setKey', status: 200, takesBody: true },
  { method: 'GET', path: ['assistant', 'models'], command: 'assistant.models', status: 200 },
  {
    method: 'POST',
    path: ['assistant', 'prompts'],
    command: 'assistant.prompts',
    status: 200,
    takesBody: true,
  },
  {
    method: 'POST',
    path: ['assistant', 'metrics'],
    command: 'assistant.metrics',
    status: 200,
    takesBody: true,
  },
  {
    method: 'POST',
    path: ['assistant', 'cancel'],
    command: 'assistant.cancel',
    status: 200,
    takesBody: true,
  },
  { method: 'GET', path: ['assistant', 'templates'], command: 'assistant.templates', status: 200 },
  {
    method: 'PUT',
    path: ['assistant', 'templates', '{name}'],
    command: 'assistant.setTemplate',
    status: 200,
    takesBody: true,
  },
  { method: 'POST', path: ['shutdown'], command: 'app.shutdown', status: 200 },
];

/**
 * The command behind an HTTP request. In: the method, the address, and the parsed body (undefined when there was none).
 * Out: null when there is no such call. Arguments are not checked here; the dispatcher checks them by the contract.
 * Throws AppFailure `bad_request` for a body without fields where fields are taken.
 */
export function findCall(method: string, url: URL, body: JsonValue | undefined): ApiCall | null {
  const parts = url.pathname.split('/').slice(2).map(decodePart);
  for (const route of ROUTES) {
    if (route.method !== method) continue;
    const names = matchPath(route.path, parts);
    if (names === null) continue;
    const fields = route.takesBody === true && body !== undefined ? fieldsOf(body) : {};
    const filter = readQuery(route.filter ?? {}, url.searchParams);
    const narrowed = Object.keys(filter).length === 0 ? {} : { filter };
    const args = { ...fields, ...readQuery(route.query ?? {}, url.searchParams), ...narrowed, ...names };
    return { command: route.command, args, status: route.status };
  }
  return null;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function fieldsOf(body: JsonValue): { [key: string]: JsonValue } {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new AppFailure('bad_request', 'The body is an object of fields.');
}

function matchPath(path: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (path.length !== parts.length) return null;
  const names: Record<string, string> = {};
  for (let i = 0; i < path.length; i += 1) {
    const wanted = path[i] ?? '';
    const given = parts[i] ?? '';
    if (wanted.startsWith('{')) names[wanted.slice(1, -1)] = given;
    else if (wanted !== given) return null;
  }
  return names;
}
