// A message in a corner has the role of a dialog, too, and is none: it takes no focus. One that is fading away is open no more.
const DIALOGS = ':is([role=dialog], [role=alertdialog]):not(.toast, [data-closed])';

/** Whether a dialog or a popover lies over the page; keys that act on the page wait until it is gone. */
export function isDialogOpen(): boolean {
  return document.querySelector(DIALOGS) !== null;
}

/** The same, or a menu or a list is open. */
export function isPopupOpen(): boolean {
  return document.querySelector(`${DIALOGS}, [role=menu], [role=listbox]`) !== null;
}
