import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { KEY_VARIABLE, PROVIDERS } from '../../core/assistant/providers';
import { AppFailure } from '../../core/contract/failure';
import { type AppSettings, type SettingSource, settingsSchema } from '../../core/contract/settings';
import { DEMO_SERVER } from '../../core/session/view';
import { parseServerAddress } from '../comfy/address';

/** What a host is started with, gathered from the command line, the environment and a `.env` file, in that order. */
export interface StartSettings {
  /** Folder of the sessions, absolute; null = nobody named one, so the settings page decides. */
  readonly root: string | null;
  /** True: the sessions go to a scratch folder that is gone at exit. */
  readonly isScratch: boolean;
  /** Path of the catalog, where `SESSION_STORAGE_PATH` names one; null = the catalog's own place in the root. */
  readonly catalogFile: string | null;
  /** Where the settings page keeps its settings, absolute; null = the host's own place for them. */
  readonly settingsFile: string | null;
  /** What is given here of the settings page's settings. */
  readonly given: Partial<AppSettings>;
  /** Where each of `given` comes from. */
  readonly fixed: Partial<Record<keyof AppSettings, SettingSource>>;
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
  /** Keys of model servers, each with the variable that holds it. They are printed nowhere, and not looked at here. */
  readonly modelKeys: readonly { readonly variable: string; readonly value: string }[];
}

export interface SettingSources {
  /** Command line without the program. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

export const OPTIONS = {
  port: { type: 'string' },
  sessions: { type: 'string' },
  settings: { type: 'string' },
  comfyui: { type: 'string' },
  demo: { type: 'boolean' },
  'demo-image-ms': { type: 'string' },
  'demo-size': { type: 'string' },
  token: { type: 'string' },
  'no-open': { type: 'boolean' },
} as const;

/** The variables that hold keys of model servers. */
export const KEY_VARIABLES: readonly string[] = [
  KEY_VARIABLE,
  ...PROVIDERS.flatMap(({ variable }) => variable ?? []),
];

/** A value, what it is called there, and where it was found. */
interface Found {
  readonly value: string;
  readonly name: string;
  readonly source: SettingSource;
}

/** Reads all sources. Throws AppFailure `bad_request` with a sentence that names the setting and its bad value. */
export function readStartSettings(sources: SettingSources): StartSettings {
  const options = readOptions(sources.argv);
  const file = readEnvFile(resolve(sources.cwd, '.env'));
  // Empty means not set, for every variable and in both places.
  const variable = (name: string): Found | null => {
    for (const [values, source] of [
      [sources.env, 'environment'],
      [file, '.env file'],
    ] as const) {
      const value = values[name]?.trim();
      if (value) return { value, name, source };
    }
    return null;
  };
  const option = (name: 'sessions' | 'settings' | 'comfyui'): Found | null => {
    const value = options[name];
    return value === undefined ? null : { value, name: `--${name}`, source: 'command line' };
  };

  const given: { -readonly [K in keyof AppSettings]?: AppSettings[K] } = {};
  const fixed: Partial<Record<keyof AppSettings, SettingSource>> = {};

  const persistence = variable('SESSION_PERSISTENCE_ENABLED');
  const isKept = persistence === null || readSwitch(persistence);
  const folder = option('sessions') ?? variable('SESSION_STORAGE_PATH');
  const place = folder === null ? null : readPlace(sources.cwd, folder);
  const isScratch = !isKept && folder?.source !== 'command line';
  if (place !== null && folder !== null) {
    given.sessions_root = place.root;
    fixed.sessions_root = folder.source;
  }
  const kind = variable('SESSION_STORAGE_TYPE');
  if (kind !== null) {
    given.storage_type = readKind(kind);
    fixed.storage_type = kind.source;
  }
  const age = variable('SESSION_EXPIRATION_HOURS');
  if (age !== null) {
    given.retention_hours = readHours(age);
    fixed.retention_hours = age.source;
  }
  const address = option('comfyui') ?? variable('COMFYUI_URL');
  const isDemo = address?.value.trim().toLowerCase() === DEMO_SERVER;
  const startDemo = options.demo === true || isDemo;
  if (options.demo === true) {
    given.default_server = DEMO_SERVER;
    fixed.default_server = 'command line';
  } else if (address !== null) {
    given.default_server = isDemo ? DEMO_SERVER : readAddress(address);
    fixed.default_server = address.source;
  }
  const settings = option('settings') ?? variable('BLINDFOLD_SETTINGS');
  return {
    root: place?.root ?? null,
    isScratch,
    catalogFile: place?.catalogFile ?? null,
    settingsFile: settings === null ? null : resolve(sources.cwd, named(settings, 'It names a file.')),
    given,
    fixed,
    startDemo,
    demo: readDemo(options['demo-image-ms'], options['demo-size']),
    port: options.port === undefined ? 0 : readNumber('--port', options.port, 65_535),
    token: readToken(options.token),
    openBrowser: options['no-open'] !== true,
    modelKeys: KEY_VARIABLES.flatMap((name) => {
      const found = variable(name);
      return found === null ? [] : [{ variable: name, value: found.value }];
    }),
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

function readSwitch({ name, value }: Found): boolean {
  const word = value.trim().toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(word)) return true;
  if (['false', '0', 'no', 'off'].includes(word)) return false;
  throw refused(name, value, 'It is true or false.');
}

function readKind({ name, value }: Found): AppSettings['storage_type'] {
  const kind = settingsSchema.shape.storage_type.safeParse(value.trim().toLowerCase());
  if (!kind.success) throw refused(name, value, 'It is file or sqlite.');
  return kind.data;
}

/** Out: null for 0, which keeps everything. */
function readHours({ name, value }: Found): number | null {
  const isNumber = /^\d{1,9}(\.\d{1,9})?$/.test(value.trim());
  if (isNumber && Number(value) === 0) return null;
  const hours = settingsSchema.shape.retention_hours.safeParse(isNumber ? Number(value) : Number.NaN);
  if (!hours.success)
    throw refused(name, value, 'It is a number of hours from 1 to 1,000,000, or 0 to keep all sessions.');
  return hours.data;
}

function readNumber(name: string, value: string, max: number): number {
  if (!/^\d{1,9}$/.test(value) || Number(value) > max)
    throw refused(name, value, `It is a whole number from 0 to ${max}.`);
  return Number(value);
}

function named(found: Found, rule: string): string {
  if (found.value.trim() === '') throw refused(found.name, found.value, rule);
  return found.value;
}

/** A path that ends in `.db` names the catalog; its folder is the root. */
function readPlace(cwd: string, found: Found): { root: string; catalogFile: string | null } {
  const full = resolve(cwd, named(found, 'It names a folder.'));
  if (/\.sqlite3?$/i.test(full)) {
    const hint =
      'It names a folder, or a catalog whose name ends with .db; Blindfold keeps none under this ending.';
    throw refused(found.name, found.value, hint);
  }
  return basename(full).endsWith('.db')
    ? { root: dirname(full), catalogFile: full }
    : { root: full, catalogFile: null };
}

function readAddress({ name, value }: Found): string {
  try {
    return parseServerAddress(value);
  } catch (error) {
    if (error instanceof AppFailure)
      throw new AppFailure('bad_request', `${name}: ${error.message}`, { field: name });
    throw error;
  }
}

function readDemo(imageMs: string | undefined, size: string | undefined): StartSettings['demo'] {
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
