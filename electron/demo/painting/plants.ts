import type { Stage } from './backdrop';
import { darker, lighter } from './colour';
import { inAir } from './palette';
import { blob, round } from './pen';

/** One fir, its foot at x, y. */
export function drawFir(
  { pen, palette, scene }: Pick<Stage, 'pen' | 'palette' | 'scene'>,
  x: number,
  y: number,
  size: number,
  colour: string,
): void {
  pen.box(x - 6 * size, y - 26 * size, 12 * size, 30 * size, darker('#7a5a43', 0.15), { ink: 0.5 });
  for (let tier = 0; tier < 4; tier += 1) {
    const wide = (74 - tier * 15) * size;
    const low = y - (20 + tier * 44) * size;
    const high = low - 78 * size;
    pen.path(
      `M${round(x)} ${round(high)}Q${round(x + wide * 0.35)} ${round(low - 26 * size)} ${round(x + wide)} ${round(low)}Q${round(x)} ${round(low + 15 * size)} ${round(x - wide)} ${round(low)}Q${round(x - wide * 0.35)} ${round(low - 26 * size)} ${round(x)} ${round(high)}Z`,
      colour,
      { ink: 0.6 },
    );
    if (scene.season === 'winter') {
      pen.path(
        `M${round(x)} ${round(high)}Q${round(x - wide * 0.35)} ${round(low - 26 * size)} ${round(x - wide)} ${round(low)}Q${round(x - wide * 0.35)} ${round(low - 14 * size)} ${round(x - wide * 0.1)} ${round(low - 40 * size)}Z`,
        lighter(palette.ground, 0.5),
        { ink: 0, opacity: 0.9 },
      );
    }
  }
}

/** One round tree, its foot at x, y. */
export function drawTree(
  stage: Pick<Stage, 'pen' | 'chance' | 'palette' | 'scene'>,
  x: number,
  y: number,
  size: number,
  air = 0,
): void {
  const { pen, chance, palette, scene } = stage;
  const [leaf, bright, dark] = palette.foliage;
  const trunk = inAir('#7b5842', palette, air);
  pen.path(
    `M${round(x - 20 * size)} ${round(y)}C${round(x - 12 * size)} ${round(y - 60 * size)} ${round(x - 12 * size)} ${round(y - 120 * size)} ${round(x - 34 * size)} ${round(y - 190 * size)}L${round(x + 34 * size)} ${round(y - 190 * size)}C${round(x + 10 * size)} ${round(y - 120 * size)} ${round(x + 12 * size)} ${round(y - 60 * size)} ${round(x + 24 * size)} ${round(y)}Z`,
    trunk,
    { ink: 0.8 },
  );
  const puffs: readonly (readonly [number, number, number])[] = [
    [-74, -190, 66],
    [74, -196, 66],
    [0, -170, 74],
    [-42, -262, 66],
    [46, -268, 68],
    [0, -316, 58],
  ];
  for (const [dx, dy, radius] of puffs) {
    pen.path(
      blob(x + dx * size, y + dy * size, radius * size * 1.12, radius * size, 0.22, () => chance.next()),
      inAir(dark, palette, air),
      { ink: 0.8 },
    );
  }
  for (const [dx, dy, radius] of puffs) {
    pen.path(
      blob(x + (dx - 6) * size, y + (dy - 10) * size, radius * size * 0.98, radius * size * 0.86, 0.24, () =>
        chance.next(),
      ),
      inAir(leaf, palette, air),
      { ink: 0 },
    );
  }
  for (let spot = 0; spot < 16; spot += 1) {
    const angle = chance.between(0, Math.PI * 2);
    const reach = chance.between(10, 110) * size;
    pen.ellipse(
      x - 14 * size + Math.cos(angle) * reach,
      y - 246 * size + Math.sin(angle) * reach * 0.8,
      chance.between(8, 20) * size,
      chance.between(6, 13) * size,
      inAir(bright, palette, air),
      { ink: 0, opacity: 0.75 },
    );
  }
  if (scene.season === 'winter') {
    pen.path(
      blob(x, y - 340 * size, 80 * size, 26 * size, 0.3, () => chance.next()),
      '#f3f8fb',
      { ink: 0, opacity: 0.9 },
    );
  }
}

/** Grass, flowers or snow humps over the ground in front. */
export function drawGroundDetail({ pen, chance, palette, scene }: Stage, top: number, count: number): void {
  for (let tuft = 0; tuft < count; tuft += 1) {
    const depth = chance.next();
    const y = top + depth * (1010 - top);
    const x = chance.between(-10, 1034);
    const size = 0.5 + depth * 1.1;
    if (scene.season === 'winter') {
      pen.line(
        `M${round(x)} ${round(y)}q${round(22 * size)} ${round(-9 * size)} ${round(46 * size)} 0`,
        darker(palette.ground, 0.14),
        2.2 * size,
        0.5,
      );
      continue;
    }
    const blade = chance.yes(0.5) ? lighter(palette.ground, 0.25) : darker(palette.ground, 0.28);
    pen.line(
      `M${round(x)} ${round(y)}q${round(-3 * size)} ${round(-10 * size)} ${round(-8 * size)} ${round(-17 * size)}M${round(x + 3 * size)} ${round(y)}q0 ${round(-12 * size)} ${round(2 * size)} ${round(-22 * size)}M${round(x + 6 * size)} ${round(y)}q${round(5 * size)} ${round(-9 * size)} ${round(10 * size)} ${round(-14 * size)}`,
      blade,
      2.2 * size,
      0.8,
    );
    if (chance.yes(0.22)) {
      const petal = chance.of(['#f4f1e4', '#f2c14e', '#e57a8c', '#9d8bd0']);
      pen.ellipse(x + 2 * size, y - 24 * size, 5.5 * size, 5.5 * size, petal, { ink: 0.4 });
      pen.ellipse(x + 2 * size, y - 24 * size, 2 * size, 2 * size, '#d98a32', { ink: 0 });
    }
  }
}
