import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { type JsonValue, parseJson, stringifyJson } from '../core/session/json';
import { HOST_ENV, HOST_FLAGS } from '../scripts/setup/run.mjs';

const program = resolve(import.meta.dirname, '..', 'dist', 'server', 'serve.js');
const READY = /^Ready: (http:\/\/127\.0\.0\.1:\d+)\/\?token=(\S+)$/m;

/** An answer of the HTTP API; `body` is null when there was none. */
export interface ApiAnswer {
  status: number;
  body: Record<string, JsonValue>;
  text: string;
}

/** A browser host in a process of its own, as a person starts it. */
export interface RunningHost {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  /** Everything it printed. */
  output(): string;
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** Ends it, by the signal given, and waits until it is gone; answers its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built browser host. In: its arguments and variables. Throws with its output when it does not get ready. */
export async function startHost(options: HostStart): Promise<RunningHost> {
  const child = spawnHost(options);
  options.onSpawn?.(child);
  const printed = collect(child);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const match = await new Promise<RegExpExecArray>((resolveReady, reject) => {
    printed.onText(() => {
      const found = READY.exec(printed.text());
      if (found !== null) resolveReady(found);
    });
    void ended.then(([code]) =>
      reject(new Error(`The host ended with ${code} before it was ready:\n${printed.text()}`)),
    );
  });
  const [, url = '', token = ''] = match;
  return {
    url,
    token,
    pid: child.pid ?? 0,
    output: () => printed.text(),
    api: (method, path, body) => callApi(url, token, method, path, body),
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}

/** Runs the built browser host until it ends by itself; answers its exit code and output. */
export async function runHost(options: HostStart): Promise<{ code: number | null; output: string }> {
  const child = spawnHost(options);
  const printed = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: printed.text() };
}

interface HostStart {
  args: readonly string[];
  cwd: string;
  env?: Record<string, string>;
  /** Given to Node itself. */
  nodeArgs?: readonly string[];
  /** Gets the process at once; messages can then be sent to it. */
  onSpawn?: (child: ChildProcess) => void;
}

/** The settings of a test's host lie in its own folder, never among those of the person who runs the tests. */
function spawnHost({ args, cwd, env, nodeArgs = [], onSpawn }: HostStart): ChildProcess {
  return spawn(process.execPath, [...HOST_FLAGS, ...nodeArgs, program, '--no-open', ...args], {
    cwd,
    env: { ...process.env, ...HOST_ENV, BLINDFOLD_SETTINGS: join(cwd, 'blindfold-settings.json'), ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(onSpawn === undefined ? [] : ['ipc' as const])],
  });
}

function collect(child: ChildProcess): { text(): string; onText(listener: () => void): void } {
  let text = '';
  const listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  return { text: () => text, onText: (listener) => listeners.push(listener) };
}

async function callApi(
  url: string,
  token: string,
  method: string,
  path: string,
  body: unknown,
): Promise<ApiAnswer> {
  const answer = await fetch(`${url}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : stringifyJson(body) }),
  });
  const text = await answer.text();
  const parsed = text === '' ? {} : parseJson(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error(`${method} ${path} answered ${text}`);
  return { status: answer.status, body: parsed, text };
}
