import { drawHills, drawMountains, drawWater, type Stage } from './backdrop';
import { drawSkyline } from './buildings';
import { darker, mix } from './colour';
import { inAir } from './palette';
import { drawFir, drawGroundDetail, drawTree } from './plants';
import type { Subject } from './scene';

/** Where a subject stands on the sheet. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
}

/** Everything behind the subject. Out: where the subject stands. */
export function drawPlace(stage: Stage, lightX: number): Anchor {
  const { chance, palette, scene, horizon, pen } = stage;
  const x = chance.between(330, 690);
  if (scene.setting === 'sky') {
    drawMountains(stage, 860, chance.between(180, 300), 0.45);
    drawHills(stage, 850, 40, inAir(palette.hill, palette, 0.2));
    drawHills(stage, 930, 30, palette.near);
    return { x, y: chance.between(420, 500) };
  }
  if (scene.setting === 'city') {
    const far = mix(palette.far, palette.sky[2], 0.25);
    drawSkyline(
      pen,
      chance,
      horizon + 60,
      [far, mix(far, palette.hill, 0.7), darker(mix(far, palette.near, 0.8), 0.12)],
      palette.lit,
    );
    pen.path(
      'M-20 860L1044 860L1044 1044L-20 1044Z',
      pen.gradient([
        [0, mix('#6f6a73', palette.sky[1], 0.2)],
        [1, '#4c4953'],
      ]),
      { ink: 0.8 },
    );
    for (let mark = 0; mark < 5; mark += 1)
      pen.path(`M${40 + mark * 220} 936h110l16 18h-122Z`, '#d9cfb8', { ink: 0, opacity: 0.7 });
    return { x, y: 960 };
  }
  if (scene.setting === 'shore' || scene.setting === 'lake') {
    if (scene.setting === 'lake' || chance.yes(0.4)) {
      drawMountains(stage, horizon + 6, chance.between(220, 380), scene.subject === 'mountain' ? 0.12 : 0.4);
      drawHills(stage, horizon - 26, 16, inAir(palette.hill, palette, 0.3));
    }
    drawWater(stage, lightX);
    if (STANDS_ON_LAND.includes(scene.subject)) return drawBank(stage, x);
    if (scene.setting === 'lake') {
      const side = chance.yes(0.5) ? 1 : -1;
      pen.group(`translate(512 0) scale(${side} 1) translate(-512 0)`, () => {
        pen.path('M-40 800C140 770 330 860 470 1060L-40 1060Z', palette.ground, { ink: 0.9 });
        for (let fir = 0; fir < 6; fir += 1)
          drawFir(
            stage,
            -10 + fir * 62 + chance.between(-12, 12),
            850 + fir * 26,
            chance.between(1, 1.7) - fir * 0.09,
            chance.of([...FIR_GREENS]),
          );
      });
      return { x: side > 0 ? 660 : 370, y: 860 };
    }
    return { x, y: chance.between(860, 920) };
  }
  if (scene.setting === 'hills' || chance.yes(0.35))
    drawMountains(stage, horizon + 20, chance.between(150, 280), 0.35);
  drawHills(stage, horizon, 26, inAir(palette.hill, palette, 0.22));
  if (scene.setting === 'forest') {
    drawForest(stage);
  } else {
    const trees = chance.whole(2, 5);
    drawHills(stage, horizon + 66, 26, palette.near);
    for (let tree = 0; tree < trees; tree += 1) {
      const at = chance.between(20, 1004);
      if (chance.yes(0.4))
        drawFir(
          stage,
          at,
          horizon + 110,
          chance.between(0.6, 1),
          inAir(chance.of([...FIR_GREENS]), palette, 0.3),
        );
      else drawTree(stage, at, horizon + 112, chance.between(0.32, 0.55), 0.25);
    }
  }
  drawHills(stage, horizon + 160, 16, palette.ground);
  drawGroundDetail(stage, horizon + 215, 90);
  return { x, y: chance.between(880, 930) };
}

/** Subjects that need ground under them, also by the water. */
const STANDS_ON_LAND: readonly Subject[] = [
  'fox',
  'cat',
  'dog',
  'rabbit',
  'bear',
  'cottage',
  'castle',
  'windmill',
  'tree',
  'robot',
  'figure',
  'landscape',
];

/** A bank in front of the water: sand by the sea, grass by a lake. */
function drawBank(stage: Stage, x: number): Anchor {
  const { chance, palette, scene, horizon } = stage;
  const top = horizon + chance.between(120, 160);
  const sand = mix('#e8d3a4', palette.ground, 0.15);
  drawHills(stage, top, 22, scene.setting === 'shore' && scene.season !== 'winter' ? sand : palette.ground);
  drawGroundDetail(stage, top + 60, scene.setting === 'shore' ? 18 : 80);
  return { x, y: chance.between(880, 930) };
}

const FIR_GREENS = ['#3f7260', '#4d7f63', '#356457'] as const;

function drawForest(stage: Stage): void {
  const { chance, palette, scene, horizon } = stage;
  const leafy = scene.season !== 'winter' && chance.yes(0.5);
  for (const [row, air] of [0.62, 0.4, 0.16].entries()) {
    for (let x = -30; x < 1060; x += 96 - row * 8) {
      const at = x + chance.between(-26, 26);
      const foot = horizon + 60 + row * 52;
      if (leafy) drawTree(stage, at, foot, chance.between(0.62, 0.9) + row * 0.12, air);
      else
        drawFir(
          stage,
          at,
          foot,
          chance.between(1.1, 1.75) + row * 0.2,
          inAir(chance.of([...FIR_GREENS]), palette, air),
        );
    }
    drawHills(stage, horizon + 40 + row * 52, 10, inAir(palette.near, palette, air), 0.4);
  }
}
