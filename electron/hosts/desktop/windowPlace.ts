import { readFile } from 'node:fs/promises';
import { writeFile } from 'atomically';
import { z } from 'zod';

export const SMALLEST = { width: 900, height: 700 };
const FIRST = { width: 1280, height: 800 };

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

const placeSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  maximized: z.boolean(),
  full_screen: z.boolean().default(false),
});
export type WindowPlace = z.infer<typeof placeSchema>;

/** The place the window had last; null when it was never kept or cannot be read, which costs nothing but the place. */
export async function readPlace(file: string): Promise<WindowPlace | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return placeSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export async function keepPlace(file: string, place: WindowPlace): Promise<void> {
  await writeFile(file, `${JSON.stringify(place)}\n`);
}

/**
 * Size and place for a new window, in pixels. A kept place counts only where enough of it lies on a screen that is there to take
 * hold of it; otherwise the system chooses, and only the size is kept. What is larger than the screen it lies on, which was another
 * one then, is made to fit.
 */
export function fitPlace(
  kept: Area | null,
  screens: readonly Area[],
): Partial<Area> & { width: number; height: number } {
  if (kept === null) return within(FIRST, screens[0]);
  const wanted = {
    width: Math.max(kept.width, SMALLEST.width),
    height: Math.max(kept.height, SMALLEST.height),
  };
  const window = { x: kept.x, y: kept.y, ...wanted };
  const [home] = screens
    .filter((screen) => isHeldBy(window, screen))
    .sort((one, other) => shared(window, other) - shared(window, one));
  if (home === undefined) return within(wanted, screens[0]);
  return { x: kept.x, y: kept.y, ...within(wanted, home) };
}

function within(
  size: Pick<Area, 'width' | 'height'>,
  screen: Area | undefined,
): Pick<Area, 'width' | 'height'> {
  if (screen === undefined) return { ...size };
  return {
    width: Math.max(SMALLEST.width, Math.min(size.width, screen.width)),
    height: Math.max(SMALLEST.height, Math.min(size.height, screen.height)),
  };
}

/** Whether enough of a window's upper edge lies on the screen to be taken hold of. */
function isHeldBy(window: Area, screen: Area): boolean {
  return (
    widthShared(window, screen) >= 200 && window.y >= screen.y && window.y <= screen.y + screen.height - 100
  );
}

/** How many pixels of a window lie on the screen. */
function shared(window: Area, screen: Area): number {
  const height = Math.min(window.y + window.height, screen.y + screen.height) - Math.max(window.y, screen.y);
  return Math.max(0, widthShared(window, screen)) * Math.max(0, height);
}

function widthShared(window: Area, screen: Area): number {
  return Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
}
