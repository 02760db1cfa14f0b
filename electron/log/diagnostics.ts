import type { SettingsView } from '../../core/contract/settings';
import type { AppLogEntry } from '../../core/contract/storageView';
import { hush, without, withoutHome } from './hush';
import { lineOf } from './logLines';
import type { SystemFacts } from './systemFacts';

export interface DiagnosticsFacts {
  readonly at: string;
  readonly version: string;
  readonly host: 'desktop' | 'browser';
  readonly system: SystemFacts;
  readonly settings: SettingsView;
  /** Why nothing can be kept at the moment; null when all is well. */
  readonly trouble: string | null;
  readonly logFile: string | null;
  readonly catalog: { readonly kind: string; readonly file: string | null };
  /** Why the sessions could not be counted, or the counts by their names. */
  readonly counts: string | Readonly<Record<string, number>>;
  /** Newest last. */
  readonly entries: readonly AppLogEntry[];
  /** Prompts and notes, which must not stand in the text. */
  readonly texts: Iterable<string>;
  /** LoRA files, which must not either: their names say what somebody works on. */
  readonly loras: Iterable<string>;
}

const MAX_ENTRY = 2_000;

/**
 * What helps to find a fault, as text to be copied. The person's home folder stands as `~`; keys, queries of addresses, prompts,
 * notes and the names of LoRA files do not stand in it.
 */
export function diagnosticsText(facts: DiagnosticsFacts): string {
  const { system, settings } = facts;
  const lines = [
    `Blindfold ${facts.version}, ${facts.host === 'desktop' ? 'desktop app' : 'browser host'}`,
    `Time: ${facts.at}`,
    `System: ${system.system}, ${gigabytes(system.memoryBytes)} of memory`,
    `Programs: ${system.programs.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
    `Sessions folder: ${settings.sessions_root}${settings.persistence_enabled ? '' : ' (a scratch folder, gone at exit)'}`,
    `Catalog: ${facts.catalog.kind}${facts.catalog.file === null ? '' : `, ${facts.catalog.file}`}`,
    `Log: ${facts.logFile ?? 'only in memory'}`,
    `Settings file: ${settings.file ?? 'none'}`,
    `Trouble: ${facts.trouble ?? 'none'}`,
    '',
    'Settings:',
    ...Object.entries(settings.settings).map(([name, value]) => {
      const source = settings.fixed[name];
      return `  ${name}: ${value === null ? 'default or off' : String(value)}${source === undefined ? '' : ` (from the ${source})`}`;
    }),
    ...(settings.from_next_start === null ? [] : [`  ${settings.from_next_start}`]),
    '',
    'Counts:',
    ...(typeof facts.counts === 'string'
      ? [`  ${facts.counts}`]
      : Object.entries(facts.counts).map(([name, count]) => `  ${name}: ${count}`)),
    '',
    'Newest warnings and errors:',
  ];
  const log = facts.entries.map((entry) => lineOf({ ...entry, message: cut(entry.message) })).join('');
  const quiet = without(without(log, facts.texts, '[text]'), loraForms(facts.loras), '[LoRA]');
  return withoutHome(hush(`${lines.join('\n')}\n${quiet === '' ? '  none\n' : quiet}`, []), system.home);
}

/** A LoRA file as it may be named: with its folder, without it, and without its ending. */
function loraForms(names: Iterable<string>): string[] {
  return [...names].flatMap((name) => {
    const base = name.split(/[\\/]/).at(-1) ?? name;
    return [name, base, base.replace(/\.[a-z0-9]+$/i, '')];
  });
}

function cut(message: string): string {
  return message.length > MAX_ENTRY ? `${message.slice(0, MAX_ENTRY)} ...` : message;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
