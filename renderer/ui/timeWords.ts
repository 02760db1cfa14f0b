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
