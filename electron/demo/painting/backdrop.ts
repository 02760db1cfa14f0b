import type { Chance } from './chance';
import { darker, lighter, mix } from './colour';
import { inAir, type Palette } from './palette';
import { type Pen, round, smooth } from './pen';
import type { Scene } from './scene';

export interface Stage {
  readonly pen: Pen;
  readonly chance: Chance;
  readonly scene: Scene;
  readonly palette: Palette;
  /** Height of the horizon on the sheet. */
  readonly horizon: number;
}

/** The sky with its sun or moon, stars and clouds. Out: where the light stands, left to right. */
export function drawSky({ pen, chance, scene, palette, horizon }: Stage): number {
  const [top, middle, low] = palette.sky;
  const fill = pen.gradient([
    [0, top],
    [0.62, middle],
    [1, low],
  ]);
  pen.box(-20, -20, 1064, Math.max(horizon + 60, 640), fill, { ink: 0 });
  const x = chance.between(150, 870);
  const y = scene.hour === 'sunset' ? horizon - chance.between(30, 110) : chance.between(110, 250);
  if (scene.hour === 'night') {
    for (let star = 0; star < 70; star += 1) {
      const size = chance.between(0.8, 2.8);
      pen.ellipse(chance.between(0, 1024), chance.between(0, horizon * 0.9), size, size, '#fff8e0', {
        ink: 0,
        opacity: chance.between(0.35, 0.95),
      });
    }
    pen.ellipse(
      x,
      y,
      190,
      190,
      pen.glow([
        [0, '#fff6d8', 0.5],
        [0.4, '#cfe0ff', 0.18],
        [1, '#cfe0ff', 0],
      ]),
      { ink: 0 },
    );
    pen.ellipse(x, y, 58, 58, '#fdf3cf', { ink: 0.6 });
    pen.ellipse(x - 18, y - 10, 12, 10, '#e9dcb2', { ink: 0 });
    pen.ellipse(x + 20, y + 16, 9, 8, '#e9dcb2', { ink: 0 });
    pen.ellipse(x + 8, y - 24, 6, 5, '#e9dcb2', { ink: 0 });
  } else if (!scene.rain) {
    const sun = scene.hour === 'sunset' ? '#ffdf8e' : '#fff3c2';
    pen.ellipse(
      x,
      y,
      260,
      260,
      pen.glow([
        [0, sun, 0.85],
        [0.35, sun, 0.32],
        [1, sun, 0],
      ]),
      { ink: 0 },
    );
    pen.ellipse(
      x,
      y,
      scene.hour === 'sunset' ? 78 : 56,
      scene.hour === 'sunset' ? 78 : 56,
      lighter(sun, 0.35),
      { ink: 0.5 },
    );
  }
  const clouds = scene.rain ? 7 : chance.whole(2, 4);
  for (let cloud = 0; cloud < clouds; cloud += 1) {
    drawCloud(
      { pen, chance, palette, scene },
      chance.between(20, 1004),
      chance.between(70, horizon * 0.62),
      chance.between(0.6, 1.25),
    );
  }
  return x;
}

function drawCloud(
  stage: Pick<Stage, 'pen' | 'chance' | 'palette' | 'scene'>,
  x: number,
  y: number,
  size: number,
): void {
  const { pen, chance, palette, scene } = stage;
  const white = scene.rain
    ? '#a9b1ba'
    : scene.hour === 'night'
      ? mix(palette.sky[1], '#dfe8ff', 0.32)
      : lighter(palette.sky[2], 0.55);
  const under = mix(white, palette.sky[1], 0.5);
  const puffs = chance.whole(2, 4);
  const wide = 130 * size;
  let d = `M${round(x - wide)} ${round(y)}`;
  let from = x - wide;
  for (let puff = 0; puff < puffs; puff += 1) {
    const to = x - wide + ((puff + 1) / puffs) * 2 * wide;
    const middle = puff > 0 && puff < puffs - 1;
    const high = size * (middle ? chance.between(62, 92) : chance.between(30, 52));
    d += `C${round(from - 8 * size)} ${round(y - high)} ${round(to - 6 * size)} ${round(y - high * 1.25)} ${round(to)} ${round(puff === puffs - 1 ? y : y - high * 0.35)}`;
    from = to;
  }
  d += `q${round(-wide * 0.5)} ${round(20 * size)} ${round(-wide)} ${round(12 * size)}t${round(-wide)} ${round(-12 * size)}Z`;
  pen.path(
    d,
    pen.gradient([
      [0, white],
      [1, under],
    ]),
    { ink: 0.45, opacity: 0.88 },
  );
}

/** A range of mountains along a line. */
export function drawMountains(stage: Stage, base: number, height: number, share: number): void {
  const { pen, chance, palette, scene } = stage;
  const rock = inAir(palette.far, palette, share);
  let x = -80;
  while (x < 1080) {
    const width = chance.between(230, 420);
    const top = base - height * chance.between(0.55, 1);
    const peak = x + width * chance.between(0.42, 0.58);
    const outline = `M${round(x - 40)} ${base}L${round(peak - width * 0.16)} ${round(top + (base - top) * 0.36)}L${round(peak)} ${round(top)}L${round(peak + width * 0.14)} ${round(top + (base - top) * 0.3)}L${round(x + width + 40)} ${base}Z`;
    pen.path(outline, rock, { ink: 0.6 });
    pen.path(
      `M${round(peak)} ${round(top)}L${round(peak + width * 0.14)} ${round(top + (base - top) * 0.3)}L${round(x + width + 40)} ${base}L${round(peak + width * 0.02)} ${base}Q${round(peak + width * 0.1)} ${round(top + (base - top) * 0.5)} ${round(peak)} ${round(top)}Z`,
      darker(rock, 0.16),
      { ink: 0 },
    );
    const snow = scene.season === 'winter' ? 0.5 : 0.27;
    const line = top + (base - top) * snow;
    const reach = width * 0.4 * snow;
    pen.path(
      `M${round(peak)} ${round(top)}L${round(peak - reach)} ${round(line)}L${round(peak - reach * 0.45)} ${round(line - 14)}L${round(peak - reach * 0.1)} ${round(line + 18)}L${round(peak + reach * 0.35)} ${round(line - 10)}L${round(peak + reach * 0.95)} ${round(line + 6)}Z`,
      lighter(palette.sky[2], 0.6),
      { ink: 0, opacity: 0.92 },
    );
    x += width * 0.72;
  }
}

/** Rolling hills: a smooth line of one colour down to the bottom of the sheet. */
export function drawHills(
  { pen, chance }: Stage,
  base: number,
  swing: number,
  colour: string,
  ink = 0.7,
): void {
  const points: [number, number][] = [];
  for (let x = -120; x <= 1150; x += 180) points.push([x, base + chance.between(-swing, swing)]);
  pen.path(
    `${smooth(points, false)}L1150 1060L-120 1060Z`,
    pen.gradient([
      [0, lighter(colour, 0.1)],
      [0.5, colour],
      [1, darker(colour, 0.12)],
    ]),
    { ink },
  );
}

/** Water from the horizon down, with the light lying on it. */
export function drawWater({ pen, chance, palette, horizon }: Stage, lightX: number): void {
  const far = mix(palette.water, palette.sky[2], 0.45);
  pen.box(
    -20,
    horizon,
    1064,
    1064 - horizon,
    pen.gradient([
      [0, far],
      [0.5, palette.water],
      [1, darker(palette.water, 0.28)],
    ]),
    { ink: 0.5 },
  );
  pen.path(
    `M${lightX - 26} ${horizon}L${lightX + 26} ${horizon}L${lightX + 130} 1040L${lightX - 130} 1040Z`,
    pen.gradient([
      [0, palette.light, 0.55],
      [1, palette.light, 0],
    ]),
    { ink: 0 },
  );
  for (let wave = 0; wave < 120; wave += 1) {
    const depth = chance.next() ** 1.5;
    const y = horizon + 10 + depth * (1010 - horizon);
    const width = chance.between(22, 60) * (0.5 + depth * 2.1);
    const x = chance.between(-20, 1024);
    const bright = chance.yes(0.6);
    pen.line(
      `M${round(x)} ${round(y)}q${round(width / 4)} ${round(-3 - depth * 7)} ${round(width / 2)} 0t${round(width / 2)} 0`,
      bright ? lighter(far, 0.3) : darker(palette.water, 0.22),
      1.4 + depth * 2.6,
      bright ? 0.75 : 0.5,
    );
  }
}

/** Snow, rain, leaves or petals in the air, in front of everything. */
export function drawAir({ pen, chance, scene, palette }: Stage): void {
  if (scene.rain) {
    for (let drop = 0; drop < 90; drop += 1) {
      const x = chance.between(-40, 1040);
      const y = chance.between(-20, 1000);
      pen.line(`M${round(x)} ${round(y)}l-9 34`, '#dfe8f0', 2.2, 0.42);
    }
  } else if (scene.season === 'winter') {
    for (let flake = 0; flake < 70; flake += 1) {
      const size = chance.between(1.8, 6.2);
      pen.ellipse(chance.between(0, 1024), chance.between(0, 1000), size, size, '#ffffff', {
        ink: 0,
        opacity: chance.between(0.45, 0.95),
      });
    }
  } else if (scene.season === 'autumn' || scene.season === 'spring') {
    for (let leaf = 0; leaf < 14; leaf += 1) {
      const x = chance.between(0, 1024);
      const y = chance.between(120, 960);
      pen.group(`translate(${round(x)} ${round(y)}) rotate(${chance.whole(0, 360)})`, () =>
        pen.path('M0 -11C9 -5 9 5 0 11C-9 5 -9 -5 0 -11Z', chance.of([...palette.foliage]), { ink: 0.35 }),
      );
    }
  }
}
