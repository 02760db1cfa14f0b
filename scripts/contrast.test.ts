import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Red, green and blue from 0 to 255, and how much covers what lies behind from 0 to 1. */
interface Colour {
  channels: readonly [number, number, number];
  alpha: number;
}

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const GROUNDS = ['window', 'surface', 'raised', 'field'];

/** Text and what it stands on; `over` names the ground below one that lets it through. */
const TEXTS: readonly { ink: string; grounds: readonly string[] }[] = [
  { ink: 'ink', grounds: [...GROUNDS, 'hover', 'press', 'accent-soft', 'caution-soft', 'fault-soft'] },
  { ink: 'ink-2', grounds: [...GROUNDS, 'hover', 'press', 'accent-soft', 'caution-soft', 'fault-soft'] },
  { ink: 'ink-3', grounds: [...GROUNDS, 'hover'] },
  { ink: 'accent-ink', grounds: [...GROUNDS, 'accent-soft'] },
  { ink: 'better', grounds: ['window', 'surface', 'raised', 'better-soft'] },
  { ink: 'worse', grounds: ['window', 'surface', 'raised', 'worse-soft'] },
  { ink: 'undecided', grounds: ['surface', 'raised', 'undecided-soft'] },
  { ink: 'caution', grounds: ['window', 'surface', 'raised', 'caution-soft'] },
  { ink: 'fault', grounds: [...GROUNDS, 'fault-soft'] },
  { ink: 'on-accent', grounds: ['accent', 'accent-hover', 'fault-fill'] },
];

/** What is no text and has to be seen all the same: frames of controls, marks, lines of charts. */
const MARKS: readonly { ink: string; grounds: readonly string[] }[] = [
  { ink: 'line-control', grounds: GROUNDS },
  { ink: 'accent', grounds: ['window', 'surface'] },
  { ink: 'accent-ink', grounds: [...GROUNDS, 'press'] },
  { ink: 'chart-ref', grounds: ['surface'] },
  { ink: 'caution-fill', grounds: ['window', 'surface'] },
  ...['data-1', 'data-2', 'data-3', 'data-4', 'data-5', 'data-6'].map((ink) => ({
    ink,
    grounds: ['surface'],
  })),
];

const tokens = readTokens();

describe.each(THEMES)('the %s theme', (theme) => {
  it.each(pairsOf(TEXTS))('lets $ink be read on $ground', ({ ink, ground }) => {
    expect(contrastOf(theme, ink, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairsOf(MARKS))('lets the mark $ink be seen on $ground', ({ ink, ground }) => {
    expect(contrastOf(theme, ink, ground)).toBeGreaterThanOrEqual(3);
  });
});

it('knows every ink of the tokens', () => {
  const known = new Set([...TEXTS, ...MARKS].map(({ ink }) => ink));
  const inks = [...tokens.keys()].filter((name) =>
    /^(ink|better|worse|undecided|caution|fault|data)(-\d)?$/.test(name),
  );
  expect(inks.filter((name) => !known.has(name))).toEqual([]);
});

function pairsOf(list: readonly { ink: string; grounds: readonly string[] }[]) {
  return list.flatMap(({ ink, grounds }) => grounds.map((ground) => ({ ink, ground })));
}

/** Each colour of the tokens by its name, as it is in both themes. */
function readTokens(): Map<string, Record<Theme, Colour>> {
  const css = readFileSync(fileURLToPath(new URL('../renderer/styles/tokens.css', import.meta.url)), 'utf8');
  const found = new Map<string, Record<Theme, Colour>>();
  for (const [, name = '', light = '', dark = light] of css.matchAll(
    /--color-([\w-]+):\s*(?:light-dark\(\s*)?(#\w+)(?:,\s*(#\w+)\s*\))?;/g,
  )) {
    found.set(name, { light: colourOf(light), dark: colourOf(dark) });
  }
  return found;
}

function colourOf(hex: string): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 255] = (hex.slice(1).match(/../g) ?? []).map((two) =>
    Number.parseInt(two, 16),
  );
  return { channels: [red, green, blue], alpha: alpha / 255 };
}

/** The contrast as WCAG counts it, from 1 to 21; a ground that lets through lies on the least favourable other one. */
function contrastOf(theme: Theme, ink: string, ground: string): number {
  const above = tokenOf(ground, theme);
  const under = above.alpha === 1 ? ['surface'] : ['window', 'surface', 'raised'];
  const light = lightness(tokenOf(ink, theme));
  return Math.min(
    ...under.map((name) => {
      const other = lightness(laidOver(above, tokenOf(name, theme)));
      return (Math.max(light, other) + 0.05) / (Math.min(light, other) + 0.05);
    }),
  );
}

function tokenOf(name: string, theme: Theme): Colour {
  const token = tokens.get(name);
  if (token === undefined) throw new Error(`There is no colour named ${name}.`);
  return token[theme];
}

function laidOver(above: Colour, under: Colour): Colour {
  const [red, green, blue] = above.channels.map(
    (channel, at) => channel * above.alpha + (under.channels[at] ?? 0) * (1 - above.alpha),
  ) as [number, number, number];
  return { channels: [red, green, blue], alpha: 1 };
}

function lightness({ channels }: Colour): number {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
