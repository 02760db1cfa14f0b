import { NARROW_PX, toggleSidebar } from './view';

const FIELD = '.sidebar [role=searchbox]';

/** Puts the cursor into the search of sessions, which a closed sidebar is opened for. */
export function findSession(): void {
  const field = document.querySelector<HTMLInputElement>(FIELD);
  if (field === null || !field.checkVisibility()) toggleSidebar(window.innerWidth <= NARROW_PX);
  // An opened sidebar is drawn first.
  requestAnimationFrame(() => {
    const drawn = document.querySelector<HTMLInputElement>(FIELD);
    drawn?.focus();
    drawn?.select();
  });
}
