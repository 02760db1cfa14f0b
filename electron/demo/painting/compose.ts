import type { PictureRequest } from '../models';
import { coatOf, drawOwl, drawSittingAnimal } from './animals';
import { drawAir, drawSky, type Stage } from './backdrop';
import { drawCastle, drawCottage, drawLighthouse, drawWindmill } from './buildings';
import { Chance } from './chance';
import { lighter } from './colour';
import { paletteOf } from './palette';
import { Pen, round } from './pen';
import { drawFigure, drawRobot } from './people';
import { type Anchor, drawPlace } from './place';
import { drawTree } from './plants';
import { drawRoom } from './room';
import { readScene } from './scene';
import type { Style } from './style';
import { drawBalloon, drawBoat, drawCup, drawFlowers, drawFruit, drawTeapot } from './things';

/**
 * The picture as SVG, before its finish. The composition hangs on checkpoint, prompt and seed; style only
 * decides how it is inked, so that pictures of one seed stay comparable.
 */
export function composePicture(request: PictureRequest, style: Style): string {
  const chance = new Chance(`${request.checkpoint}|${request.seed}|${request.positive.trim().toLowerCase()}`);
  const scene = readScene(request.positive, chance);
  const palette = paletteOf(scene, chance);
  const pen = new Pen({ width: 5.2 * style.ink, colour: style.burn > 0.9 ? '#0d0612' : '#2b2233' });
  const low = scene.setting === 'shore' || scene.setting === 'lake';
  const horizon = low ? chance.between(540, 620) : chance.between(500, 600);
  const stage: Stage = { pen, chance, scene, palette, horizon };
  if (scene.setting === 'room') {
    drawStillLife(stage, drawRoom(stage));
    lampLight(stage);
    return pen.svg(request.width, request.height);
  }
  const lightX = drawSky(stage);
  const anchor = drawPlace(stage, lightX);
  drawSubject(stage, anchor, request.positive);
  tint(stage);
  drawAir(stage);
  return pen.svg(request.width, request.height);
}

function drawSubject(stage: Stage, anchor: Anchor, prompt: string): void {
  const { pen, chance, palette, scene } = stage;
  const flip = chance.yes(0.5) ? -1 : 1;
  const place = (size: number, draw: () => void, { x, y } = anchor, turn = 0): void =>
    pen.group(
      `translate(${round(x)} ${round(y)}) rotate(${round(turn)}) scale(${round(flip * size)} ${round(size)})`,
      draw,
    );
  const snow = scene.season === 'winter';
  switch (scene.subject) {
    case 'fox':
    case 'cat':
    case 'dog':
    case 'rabbit':
    case 'bear': {
      const coat = coatOf(scene.subject, chance);
      const base = scene.subject === 'rabbit' ? 0.92 : scene.subject === 'bear' ? 1.22 : 1.08;
      // The tail wants room at its side.
      const x = anchor.x - flip * 60;
      place(base * chance.between(0.94, 1.12), () => drawSittingAnimal(pen, chance, coat), {
        x,
        y: anchor.y,
      });
      return;
    }
    case 'owl':
      place(chance.between(1.22, 1.42), () => drawOwl(pen, chance, palette.foliage[0]), {
        x: anchor.x,
        y: 770,
      });
      return;
    case 'lighthouse':
      place(
        chance.between(1.0, 1.14),
        () => drawLighthouse(pen, chance, palette.lit || scene.hour === 'mist', palette.light),
        { x: anchor.x, y: 920 },
      );
      drawFoam(stage);
      return;
    case 'cottage':
      place(chance.between(0.98, 1.16), () => drawCottage(pen, chance, palette.lit, snow), {
        x: anchor.x,
        y: 850,
      });
      return;
    case 'castle':
      place(chance.between(1.0, 1.15), () => drawCastle(pen, chance, palette.lit), { x: anchor.x, y: 850 });
      return;
    case 'windmill':
      place(chance.between(1.05, 1.2), () => drawWindmill(pen, chance, palette.lit), { x: anchor.x, y: 880 });
      return;
    case 'boat':
      place(
        chance.between(1.0, 1.22),
        () => drawBoat(pen, chance),
        { x: anchor.x, y: 800 },
        chance.between(-4, 4),
      );
      return;
    case 'balloon':
      for (let small = 0; small < 3; small += 1) {
        pen.group(
          `translate(${round(chance.between(80, 940))} ${round(chance.between(140, 420))}) scale(${round(chance.between(0.2, 0.36))})`,
          () => drawBalloon(pen, chance),
          0.85,
        );
      }
      place(chance.between(1.15, 1.35), () => drawBalloon(pen, chance), anchor, chance.between(-4, 4));
      return;
    case 'tree':
      place(chance.between(1.6, 1.9), () => drawTree({ pen, chance, palette, scene }, 0, 0, 1));
      return;
    case 'robot':
      place(chance.between(1.02, 1.2), () => drawRobot(pen, chance));
      return;
    case 'figure':
      place(chance.between(1.12, 1.28), () => drawFigure(pen, chance, prompt), { x: anchor.x, y: 960 });
      return;
    case 'landscape':
      drawTree(stage, anchor.x, anchor.y - 20, chance.between(1.1, 1.4));
      return;
    default:
      return;
  }
}

function drawFoam({ pen, chance, palette }: Stage): void {
  for (let wave = 0; wave < 16; wave += 1) {
    const x = chance.between(-40, 1000);
    const y = chance.between(925, 1010);
    pen.line(`M${round(x)} ${round(y)}q26 -18 56 -2q28 14 62 -4`, lighter(palette.water, 0.75), 7, 0.75);
  }
}

function drawStillLife({ pen, chance, scene }: Stage, table: number): void {
  const x = chance.between(400, 620);
  const flip = chance.yes(0.5) ? -1 : 1;
  const at = (dx: number, dy: number, size: number, draw: () => void): void =>
    pen.group(
      `translate(${round(x + dx)} ${round(table + dy)}) scale(${round(flip * size)} ${round(size)})`,
      draw,
    );
  if (scene.subject === 'teapot') {
    at(0, 130, chance.between(1.18, 1.35), () => drawTeapot(pen, chance));
    at(flip * chance.between(230, 290), 218, 1, () => drawCup(pen, chance, 0.62));
  } else if (scene.subject === 'cup') {
    at(0, 150, 1, () => drawCup(pen, chance, chance.between(1.45, 1.65)));
    at(-flip * 300, 90, 0.5, () => drawFruit(pen, chance));
  } else if (scene.subject === 'flowers') {
    at(0, 120, chance.between(1.05, 1.2), () => drawFlowers(pen, chance));
    if (chance.yes(0.5)) at(flip * 270, 190, 1, () => drawCup(pen, chance, 0.6));
  } else {
    at(0, 140, chance.between(1.2, 1.35), () => drawFruit(pen, chance));
    if (chance.yes(0.6)) at(-flip * 300, 80, 0.62, () => drawFlowers(pen, chance));
  }
}

/** Indoors a lamp is on when it is dark outside; the corners stay in shade. */
function lampLight({ pen, palette }: Stage): void {
  const warm = palette.lit ? '#ffdf9c' : '#fff6e0';
  pen.ellipse(
    512,
    470,
    760,
    700,
    pen.glow([
      [0, warm, palette.lit ? 0.3 : 0.16],
      [0.7, warm, 0.05],
      [1, warm, 0],
    ]),
    { ink: 0 },
  );
  if (palette.lit)
    pen.box(
      -20,
      -20,
      1064,
      1064,
      pen.glow([
        [0, '#2a1c3a', 0],
        [0.6, '#2a1c3a', 0.04],
        [1, '#2a1c3a', 0.34],
      ]),
      { ink: 0 },
    );
}

/** The colour of the hour over everything. */
function tint({ pen, palette }: Stage): void {
  pen.box(-20, -20, 1064, 1064, palette.tint, { ink: 0, opacity: palette.tintShare });
}
