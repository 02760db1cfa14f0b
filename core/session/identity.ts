import { z } from 'zod';
import { AppFailure } from '../contract/failure';

/** A session's id: its folder's name, the local time of its making as `YYYYMMDD_HHMMSS`. */
export type SessionId = string & z.$brand<'SessionId'>;

const ID_FORM = /^(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})$/;

/** True for a text of the form `YYYYMMDD_HHMMSS` that names a real date and time. */
export function isSessionId(value: unknown): value is SessionId {
  return typeof value === 'string' && sessionIdTime(value) !== null;
}

export const sessionIdSchema = z
  .string()
  .refine(isSessionId, 'A session id has the form YYYYMMDD_HHMMSS.')
  .brand<'SessionId'>();

/** The id as its type, proved. Throws AppFailure `not_found`: an id of another form names no session. */
export function parseSessionId(value: unknown): SessionId {
  if (isSessionId(value)) return value;
  throw new AppFailure('not_found', 'There is no such session.', { field: 'session_id' });
}

/** The moment an id names, read as local time; null when it is not of the form or no real time. */
export function sessionIdTime(id: string): Date | null {
  const match = ID_FORM.exec(id);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const time = new Date(year, month - 1, day, hour, minute, second);
  // An hour that daylight saving skips comes back shifted; its digits are still an id that a folder may carry.
  const isReal =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    time.getDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return isReal ? time : null;
}

/** A moment as ISO time. In: ms since 1970. Out: null for what is no moment, or lies outside the years 0 to 9999, which ISO time cannot say in its plain form. */
export function isoTime(ms: number): string | null {
  const time = new Date(ms);
  const isMoment = !Number.isNaN(time.getTime()) && /^\d{4}-/.test(time.toISOString());
  return isMoment ? time.toISOString() : null;
}

/** Local time as `YYYYMMDD_HHMMSS`: a session's id, an image's timestamp, a CSV time. */
export function formatStamp(time: Date): string {
  const two = (value: number) => value.toString().padStart(2, '0');
  const date = `${time.getFullYear().toString().padStart(4, '0')}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${date}_${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}

/** The picker's label: `<id> - <lora filename> (MM/DD HH:MM)`, the time local and that of the last save (never saved: of the making). */
export function sessionLabel(id: SessionId, loraFilename: string | null, time: Date): string {
  const stamp = formatStamp(time);
  return `${id} - ${loraFilename ?? 'no LoRA'} (${stamp.slice(4, 6)}/${stamp.slice(6, 8)} ${stamp.slice(9, 11)}:${stamp.slice(11, 13)})`;
}
