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
 * Size and place for a new window, in pixels. A kept place counts only where enough of it lies on a screen that is
 * there to take hold of it; otherwise the system chooses, and only the size is kept.
 */
export function fitPlace(
  kept: WindowPlace | null,
  screens: readonly Area[],
): Partial<Area> & { width: number; height: number } {
  if (kept === null) return { ...FIRST };
  const size = {
    width: Math.max(kept.width, SMALLEST.width),
    height: Math.max(kept.height, SMALLEST.height),
  };
  const isReachable = screens.some(
    (screen) =>
      Math.min(kept.x + size.width, screen.x + screen.width) - Math.max(kept.x, screen.x) >= 200 &&
      kept.y >= screen.y &&
      kept.y <= screen.y + screen.height - 100,
  );
  return isReachable ? { x: kept.x, y: kept.y, ...size } : size;
}
