/** A length of time as people say it: `about 40 s`, `about 4 min`, `about 2.5 h`. */
export function aboutSeconds(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Number((seconds / 3600).toFixed(1))} h`;
}

/** Disk space in MB or GB of a million and a thousand million bytes. */
export function megabytes(bytes: number): string {
  const millions = bytes / 1e6;
  if (millions >= 1000) return `${(millions / 1000).toFixed(1)} GB`;
  return `${millions < 10 ? Number(millions.toFixed(1)) : Math.round(millions)} MB`;
}
