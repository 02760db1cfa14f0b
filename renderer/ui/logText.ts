import type { IconName } from './Icon';

export const LOG_LEVELS = ['info', 'success', 'warning', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A line of a log. */
export interface LogLine {
  /** Names the line among the others. */
  key: number;
  /** ISO time. */
  at: string;
  level: LogLevel;
  message: string;
  /** Its sign, where it is another than the level's. */
  icon?: IconName;
}

/** How grave a line is: in a word, in the plural for a filter, and as a sign. */
export const LEVEL_LOOK: Record<LogLevel, { word: string; several: string; icon: IconName }> = {
  info: { word: 'Info', several: 'Info', icon: 'info' },
  success: { word: 'Success', several: 'Success', icon: 'check' },
  warning: { word: 'Warning', several: 'Warnings', icon: 'warn' },
  error: { word: 'Error', several: 'Errors', icon: 'fault' },
};

/** How many lines there are of each level. */
export function countLevels(lines: readonly Pick<LogLine, 'level'>[]): Record<LogLevel, number> {
  const counts = { info: 0, success: 0, warning: 0, error: 0 };
  for (const { level } of lines) counts[level] += 1;
  return counts;
}

/** Lines as text to be copied, oldest first: time in UTC, level, message. In: newest first. */
export function logText(lines: readonly LogLine[]): string {
  return lines
    .map(({ at, level, message }) => `${at}  ${LEVEL_LOOK[level].word.padEnd(7)}  ${message}`)
    .reverse()
    .join('\n');
}

/** Whether every word of a search stands in a line. */
export function lineMatches(line: Pick<LogLine, 'message'>, search: string): boolean {
  const text = line.message.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export type LogRow = { kind: 'day'; key: string; at: string } | { kind: 'line'; key: number; line: LogLine };

/** Lines with the day above the first of each; a log of one day that is today has none. In: newest first; `today` in ms. */
export function withDays(lines: readonly LogLine[], today: number): LogRow[] {
  const dayOf = (at: string | number) => new Date(at).toDateString();
  const first = lines[0];
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return [];
  const isOfToday = dayOf(first.at) === dayOf(today) && dayOf(last.at) === dayOf(today);
  const rows: LogRow[] = [];
  let day = isOfToday ? dayOf(today) : '';
  for (const line of lines) {
    if (!isOfToday && dayOf(line.at) !== day) {
      day = dayOf(line.at);
      rows.push({ kind: 'day', key: `day ${day} ${line.key}`, at: line.at });
    }
    rows.push({ kind: 'line', key: line.key, line });
  }
  return rows;
}
