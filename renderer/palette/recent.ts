const PLACE = 'blindfold.recent';
/** So many are remembered. */
const MOST = 5;

/** The ids of what was chosen last, newest first; none where nothing can be read. */
export function recentIds(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PLACE) ?? '[]');
    return Array.isArray(value) ? value.filter((id) => typeof id === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Remembers what was chosen, for this window's person; where nothing can be kept, nothing is. */
export function rememberChoice(id: string): void {
  const ids = [id, ...recentIds().filter((other) => other !== id)].slice(0, MOST);
  try {
    localStorage.setItem(PLACE, JSON.stringify(ids));
  } catch {
    // What was chosen is done all the same.
  }
}
