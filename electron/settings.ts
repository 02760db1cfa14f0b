import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { AppFailure } from '../core/contract/failure';
import { DEMO_SERVER } from '../core/session/view';
import { parseServerAddress } from './comfy/address';

/** What a host is started with, gathered from the command line, the environment and a `.env` file, in that order. */
export interface Settings {
  /** Folder of the sessions, absolute; null = a scratch folder that is gone at exit. */
  readonly root: string | null;
  /** ComfyUI's address for new sessions; null = the default address. */
  readonly comfyUrl: string | null;
  /** True: the built-in demo is started at once and new sessions use it. */
  readonly startDemo: boolean;
  /** How the demo draws, whenever it is started. */
  readonly demo: {
    readonly imageMs?: number;
    readonly size?: { readonly width: number; readonly height: number };
  };
  /** 0 = any free port. */
  readonly port: number;
  /** null = made at the start. */
  readonly token: string | null;
  readonly openBrowser: boolean;
  /** Sentences to print at the start: settings that are understood and change nothing yet. */
  readonly remarks: readonly string[];
}

export interface SettingSources {
  /** Command line without the program. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Folder of the sessions where no source names one. */
  readonly defaultRoot: string;
}

export const OPTIONS = {
  port: { type: 'string' },
  sessions: { type: 'string' },
  comfyui: { type: 'string' },
  demo: { type: 'boolean' },
  'demo-image-ms': { type: 'string' },
  'demo-size': { type: 'string' },
  token: { type: 'string' },
  'no-open': { type: 'boolean' },
} as const;

/** Reads all sources. Throws AppFailure `bad_request` with a sentence that names the setting and its bad value. */
export function readSettings(sources: SettingSources): Settings {
  const options = readOptions(sources.argv);
  const file = readEnvFile(resolve(sources.cwd, '.env'));
  // Empty means not set, for every variable and in both places.
  const env = (name: string) => [sources.env[name], file[name]].find((value) => value?.trim());
  const remarks: string[] = [];

  const isKept = readSwitch('SESSION_PERSISTENCE_ENABLED', env('SESSION_PERSISTENCE_ENABLED'));
  const kind = env('SESSION_STORAGE_TYPE');
  if (kind !== undefined && kind !== 'file' && kind !== 'sqlite') {
    throw refused('SESSION_STORAGE_TYPE', kind, 'It is file or sqlite.');
  }
  const hours = env('SESSION_EXPIRATION_HOURS');
  if (hours !== undefined) {
    if (!/^\d{1,9}(\.\d{1,9})?$/.test(hours.trim()))
      throw refused('SESSION_EXPIRATION_HOURS', hours, 'It is a number of hours, 0 for never.');
    if (Number(hours) > 0)
      remarks.push(
        'SESSION_EXPIRATION_HOURS is set, but this version removes no sessions by age: all are kept.',
      );
  }

  const address = options.comfyui ?? env('COMFYUI_URL');
  const isDemo = address?.trim().toLowerCase() === DEMO_SERVER;
  return {
    root:
      isKept === false && options.sessions === undefined
        ? null
        : readRoot(sources, options.sessions, env('SESSION_STORAGE_PATH')),
    comfyUrl:
      address === undefined || isDemo
        ? null
        : readAddress(options.comfyui === undefined ? 'COMFYUI_URL' : '--comfyui', address),
    startDemo: options.demo === true || isDemo,
    demo: readDemo(options['demo-image-ms'], options['demo-size']),
    port: options.port === undefined ? 0 : readNumber('--port', options.port, 65_535),
    token: readToken(options.token),
    openBrowser: options['no-open'] !== true,
    remarks,
  };
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new AppFailure(
      'bad_request',
      `${reason}. Known options: ${Object.keys(OPTIONS)
        .map((name) => `--${name}`)
        .join(', ')}.`,
    );
  }
}

function readEnvFile(path: string): Record<string, string | undefined> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new AppFailure(
      'bad_request',
      `The file .env in the working folder cannot be read (${(error as Error).message}).`,
      { cause: error },
    );
  }
  return parseEnv(text);
}

function refused(name: string, value: string, rule: string): AppFailure {
  return new AppFailure('bad_request', `${name} cannot be "${value}". ${rule}`, { field: name });
}

function readSwitch(name: string, value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  const word = value.trim().toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(word)) return true;
  if (['false', '0', 'no', 'off'].includes(word)) return false;
  throw refused(name, value, 'It is true or false.');
}

function readNumber(name: string, value: string, max: number): number {
  if (!/^\d{1,9}$/.test(value) || Number(value) > max)
    throw refused(name, value, `It is a whole number from 0 to ${max}.`);
  return Number(value);
}

/** A path that ends in `.db` names the catalog; its folder is the root. */
function readRoot(sources: SettingSources, option: string | undefined, variable: string | undefined): string {
  if (option === '') throw refused('--sessions', option, 'It names a folder.');
  const path = option ?? variable;
  if (path === undefined) return sources.defaultRoot;
  const full = resolve(sources.cwd, path);
  return basename(full).endsWith('.db') ? dirname(full) : full;
}

function readAddress(name: string, value: string): string {
  try {
    return parseServerAddress(value);
  } catch (error) {
    if (error instanceof AppFailure)
      throw new AppFailure('bad_request', `${name}: ${error.message}`, { field: name });
    throw error;
  }
}

function readDemo(imageMs: string | undefined, size: string | undefined): Settings['demo'] {
  const match = size === undefined ? null : /^(\d{2,4})x(\d{2,4})$/.exec(size);
  if (size !== undefined && match === null)
    throw refused('--demo-size', size, 'It is WIDTHxHEIGHT in pixels, such as 512x512.');
  return {
    ...(imageMs === undefined ? {} : { imageMs: readNumber('--demo-image-ms', imageMs, 600_000) }),
    ...(match === null ? {} : { size: { width: Number(match[1]), height: Number(match[2]) } }),
  };
}

function readToken(token: string | undefined): string | null {
  if (token === undefined) return null;
  if (!/^[\w-]{16,200}$/.test(token))
    throw refused('--token', token, 'It has at least 16 letters, digits, - or _.');
  return token;
}
