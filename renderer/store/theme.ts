import type { AppSettings } from '../../core/contract/settings';

/** Kept in this window too, so that `theme.js` knows it before the settings are answered. */
const PLACE = 'blindfold.theme';

/** Shows a theme at once, and at the next start of this window before anything is drawn. */
export function applyTheme(theme: AppSettings['theme']): void {
  const root = document.documentElement;
  if (theme === 'system') root.removeAttribute('data-theme');
  else root.dataset['theme'] = theme;
  localStorage.setItem(PLACE, theme);
}
