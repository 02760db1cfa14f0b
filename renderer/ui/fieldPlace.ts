/** What takes the cursor in a place, best first. */
const CONTROLS = [
  '[aria-invalid="true"]',
  '[data-edit]',
  'input:enabled, textarea:enabled, [role="combobox"]:enabled',
  'button:enabled',
];

/** Brings a field's place into view and puts the cursor into it. Places carry the field's path as `data-field`. */
export function goToField(field: string): void {
  const place = placeOf(field);
  if (place === undefined) return;
  place.scrollIntoView({ block: 'nearest' });
  const control = CONTROLS.map((selector) => place.querySelector<HTMLElement>(selector)).find(
    (found) => found !== null,
  );
  (control ?? place).focus();
}

/** The place of the field itself, else the nearest one around it, else the first one inside it. */
function placeOf(field: string): HTMLElement | undefined {
  const places = [...document.querySelectorAll<HTMLElement>('[data-field]')];
  const nameOf = (element: HTMLElement) => element.dataset['field'] ?? '';
  const isInside = (inner: string, outer: string) =>
    inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
  return (
    places.find((element) => nameOf(element) === field) ??
    places.findLast((element) => isInside(field, nameOf(element))) ??
    places.find((element) => isInside(nameOf(element), field))
  );
}
