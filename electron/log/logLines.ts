import { type AppLogEntry, appLogEntrySchema } from '../../core/contract/storageView';

const HEAD = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) (\w+) (.*)$/;

/** An entry as it stands in the log: time, level and message, what is below the first line set in by two spaces. */
export function lineOf({ at, level, message }: AppLogEntry): string {
  return `${at} ${level} ${message.replaceAll(/\r\n?|\n/g, '\n  ')}\n`;
}

/** The entries of a piece of the log, in their order. What begins or ends in the middle of an entry, or is none, is left out. */
export function entriesIn(text: string): AppLogEntry[] {
  const entries: { at: string; level: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const head = HEAD.exec(line);
    if (head !== null) {
      const [, at = '', level = '', message = ''] = head;
      entries.push({ at, level, lines: [message] });
    } else if (line.startsWith('  ')) entries.at(-1)?.lines.push(line.slice(2));
  }
  return entries.flatMap(({ at, level, lines }) => {
    const entry = appLogEntrySchema.safeParse({ at, level, message: lines.join('\n') });
    return entry.success ? [entry.data] : [];
  });
}

const MAX_LENGTH = 20_000;
const MAX_CAUSES = 5;

/** A message with the error behind it: its stack, and the stacks of what caused it. */
export function messageOf(message: string, error: unknown): string {
  const parts = [message];
  let cause = error;
  for (let depth = 0; depth < MAX_CAUSES && cause !== undefined && cause !== null; depth += 1) {
    parts.push(depth === 0 ? describe(cause) : `Caused by: ${describe(cause)}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  const text = parts.join('\n');
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)} ...` : text;
}

function describe(error: unknown): string {
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`;
  return typeof error === 'string' ? error : 'What was thrown is no error.';
}
