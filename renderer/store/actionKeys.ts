import { ACTION_IDS, type ActionId, actionOf } from '../../core/contract/actions';
import { isDesktop } from '../backend/connect';
import { runAction } from './actions';
import { closeLayer, useLayer } from './layer';

/** What must be answered or put away first, as in ui/openPopup, which a store may not ask. */
const OPEN_DIALOG = ':is([role=dialog], [role=alertdialog]):not(.toast, [data-closed])';

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The action whose key was pressed, or null. In: also whether this is a Mac, and whether the page is the desktop app's. */
export function actionOfKey(press: KeyPress, isMac: boolean, isOnDesktop: boolean): ActionId | null {
  if (press.altKey) return null;
  const isCommand = isMac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey;
  const isBare = !press.ctrlKey && !press.metaKey;
  // Where P stands is the second way to the palette, as other programs have it.
  if (isCommand && press.shiftKey && press.key.toLowerCase() === 'p') return 'palette';
  const found = ACTION_IDS.find((id) => {
    const { keys, isDesktopKey } = actionOf(id);
    if (keys === undefined || (isDesktopKey === true && !isOnDesktop)) return false;
    const parts = keys.split('+');
    const needsCommand = parts.includes('mod');
    if (needsCommand ? !isCommand : !isBare) return false;
    return press.shiftKey === parts.includes('Shift') && isKey(press, parts.at(-1) ?? '');
  });
  return found ?? null;
}

/** By what it writes; a digit by its place, too, for layouts whose digits need Shift. */
function isKey({ key, code }: KeyPress, wanted: string): boolean {
  return key.toLowerCase() === wanted.toLowerCase() || (/^\d$/.test(wanted) && code === `Digit${wanted}`);
}

/** A choice from the menu bar. While something must be answered first, only that can be done. */
export function chooseFromMenu({ item }: { item: ActionId }): void {
  if (!isBlocked(item)) runAction(item);
}

/** Hears the keys of all actions; the answer ends it. Whatever is open keeps its own keys. */
export function followActionKeys(isMac: boolean): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const id = actionOfKey(event, isMac, isDesktop());
    if (id === null) return;
    // The browser's own meaning of the key would surprise, also where nothing can be done.
    event.preventDefault();
    if (event.repeat) return;
    if (id === 'palette' && useLayer.getState().layer === 'palette') closeLayer();
    else if (!isBlocked(id)) runAction(id);
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

/** Whether a dialog is open, over which nothing is done but to keep what is there. */
function isBlocked(id: ActionId): boolean {
  return id !== 'save' && document.querySelector(OPEN_DIALOG) !== null;
}
