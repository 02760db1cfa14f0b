import { baseName } from '../../session/paths';
import type { Report } from '../report';

/** A file name without the folders of one machine; those below a server's own folder of models stay. */
export function withoutFolder(name: string): string {
  return /^(?:[a-z]:)?[\\/]/i.test(name) ? baseName(name) : name;
}

/**
 * A report without what is only so on one machine: the server that the self-check names, and the folders of files that are
 * named by an absolute path. In: the words of the self-check without its server.
 */
export function shareable(report: Report, selfCheck: string | null): Report {
  const changes = [...new Set(report.overall.map(({ lora_filename }) => lora_filename))]
    .map((name): [string, string] => [name, withoutFolder(name)])
    .filter(([name, bare]) => name !== bare);
  if (report.self_check !== null && selfCheck !== null) changes.push([report.self_check.message, selfCheck]);
  if (changes.length === 0) return report;
  return mapText(report, (text) => changes.reduce((out, [from, to]) => out.split(from).join(to), text));
}

/** The same value with every text in it changed; keys stay. */
function mapText<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapText(item, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, mapText(own, change)])) as T;
}
