/** Whether this system's command key is Cmd. */
export const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** How a key combination is written on this system: `mod+S` is `Ctrl S`, or `⌘S` on a Mac. */
export function keysLabel(keys: string): string {
  const parts = keys.split(/\+(?=.)/).map((part) => (part === 'mod' ? (isApple ? '⌘' : 'Ctrl') : part));
  return parts.join(isApple ? '' : ' ');
}

const SPOKEN: Readonly<Record<string, string>> = {
  mod: isApple ? 'Cmd' : 'Ctrl',
  '←': 'Left arrow',
  '→': 'Right arrow',
  '↓': 'Down arrow',
  '↵': 'Enter',
  '+': 'Plus',
  '-': 'Minus',
  '?': 'Question mark',
  ',': 'Comma',
  '.': 'Full stop',
  '1 – 5': '1 to 5',
};

/** How a key combination is read out: `mod+Z` is `Ctrl Z`, or `Cmd Z` on a Mac. */
export function spokenKeys(keys: string): string {
  return keys
    .split(/\+(?=.)/)
    .map((part) => SPOKEN[part] ?? part)
    .join(' ');
}

/** A key cap. `keys` may hold `mod+` for the system's command key. Screen readers take it from `aria-keyshortcuts`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="kbd" aria-hidden="true">
      {keysLabel(keys)}
    </span>
  );
}
