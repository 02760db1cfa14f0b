/**
 * A length of time in words, no finer than a person wants to know: `8 s`, `45 s`, `1 min 40 s`, `12 min`, `2 h 10 min`.
 * In: seconds, not negative. `coarse` leaves the seconds out from 90 s on.
 */
export function durationWords(seconds: number, coarse = false): string {
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 57.5) return `${Math.round(seconds / 5) * 5} s`;
  if (seconds < 600 && !(coarse && seconds >= 90)) {
    const tens = Math.round(seconds / 10);
    const rest = (tens % 6) * 10;
    return rest === 0 ? `${Math.floor(tens / 6)} min` : `${Math.floor(tens / 6)} min ${rest} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** The time of day of an ISO time, in the person's own format. */
export function clockWords(time: string | number): string {
  return new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

/** How long ago, no finer than a person wants to know: `under 1 min`, `12 min`, `5 h`, `64 days`. In: ms, not negative. */
export function ageWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'under 1 min';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h`;
  return `${Math.floor(hours / 24).toLocaleString('en-US')} days`;
}

/** The time of day with its seconds. */
export function secondWords(time: string | number): string {
  return new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** The day of an ISO time: `Sunday, 12 April 2026` in the person's own format. */
export function dayWords(time: string | number): string {
  return new Date(time).toLocaleDateString([], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}
