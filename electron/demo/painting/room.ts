import type { Stage } from './backdrop';
import { darker, lighter, mix } from './colour';
import { round } from './pen';

/** A wall with a window, and a table in front of it. Out: the height of the table's top on the sheet. */
export function drawRoom({ pen, chance, palette, scene }: Stage): number {
  const wall = chance.of(['#c9b79f', '#9fb3ad', '#c79a86', '#a7a3bd', '#d6c48f']);
  const table = 690 + chance.between(-20, 24);
  pen.box(
    -20,
    -20,
    1064,
    1064,
    pen.gradient([
      [0, lighter(wall, 0.12)],
      [1, darker(wall, 0.16)],
    ]),
    { ink: 0 },
  );
  if (chance.yes(0.5)) {
    for (let x = 20; x < 1024; x += 92)
      pen.box(x, -20, 30, 760, lighter(wall, 0.16), { ink: 0, opacity: 0.5 });
  } else {
    for (let row = 0; row < 8; row += 1)
      for (let column = 0; column < 11; column += 1) {
        pen.ellipse(column * 100 + (row % 2) * 50, 40 + row * 92, 9, 9, lighter(wall, 0.24), {
          ink: 0,
          opacity: 0.7,
        });
      }
  }
  const left = chance.yes(0.5) ? chance.between(60, 130) : chance.between(560, 640);
  drawWindow({ pen, chance, palette, scene }, wall, left);
  const wood = chance.of(['#8a5f41', '#a97b4f', '#6f5348', '#b8996f']);
  pen.path(
    `M-20 ${round(table - 46)}L1044 ${round(table - 46)}L1044 1044L-20 1044Z`,
    pen.gradient([
      [0, lighter(wood, 0.16)],
      [1, darker(wood, 0.26)],
    ]),
    { ink: 1 },
  );
  for (let grain = 0; grain < 18; grain += 1) {
    const y = chance.between(table - 30, 1010);
    const x = chance.between(-40, 800);
    pen.line(
      `M${round(x)} ${round(y)}q${round(chance.between(60, 120))} ${round(chance.between(-8, 8))} ${round(chance.between(160, 300))} 0`,
      darker(wood, 0.26),
      3.4,
      0.45,
    );
  }
  if (chance.yes(0.65)) {
    const cloth = chance.of(['#e9e0cf', '#c9596a', '#5f86a0', '#dfc27a']);
    pen.path(
      `M150 ${round(table - 10)}Q520 ${round(table - 44)} 880 ${round(table - 6)}L960 960Q540 1010 60 950Z`,
      cloth,
      { ink: 0.9 },
    );
    for (let stripe = 0; stripe < 5; stripe += 1) {
      const share = 0.12 + stripe * 0.19;
      pen.line(
        `M${round(150 + 730 * share)} ${round(table - 26)}L${round(60 + 900 * share)} 966`,
        darker(cloth, 0.16),
        15,
        0.5,
      );
    }
    for (const y of [table + 40, table + 150])
      pen.line(
        `M${round(140 - (y - table) * 0.36)} ${round(y)}Q520 ${round(y - 20)} ${round(890 + (y - table) * 0.36)} ${round(y)}`,
        darker(cloth, 0.16),
        15,
        0.5,
      );
  }
  return table;
}

/** A window with the weather of the scene behind it, and its curtains. */
function drawWindow(
  { pen, chance, palette, scene }: Pick<Stage, 'pen' | 'chance' | 'palette' | 'scene'>,
  wall: string,
  left: number,
): void {
  const top = 90 + chance.between(-20, 20);
  pen.box(left - 22, top - 22, 364, 444, darker('#efe4d0', 0.05), { ink: 1.1 });
  pen.box(
    left,
    top,
    320,
    400,
    pen.gradient([
      [0, palette.sky[0]],
      [0.6, palette.sky[1]],
      [1, palette.sky[2]],
    ]),
    { ink: 0.8 },
  );
  pen.path(
    `M${round(left)} ${round(top + 300)}Q${round(left + 100)} ${round(top + 240)} ${round(left + 180)} ${round(top + 290)}T${round(left + 320)} ${round(top + 270)}V${round(top + 400)}H${round(left)}Z`,
    palette.hill,
    { ink: 0.5 },
  );
  pen.path(
    `M${round(left)} ${round(top + 350)}Q${round(left + 120)} ${round(top + 310)} ${round(left + 320)} ${round(top + 350)}V${round(top + 400)}H${round(left)}Z`,
    palette.near,
    { ink: 0.5 },
  );
  if (scene.hour === 'night') {
    pen.ellipse(left + 230, top + 90, 34, 34, '#fdf3cf', { ink: 0.5 });
    for (let star = 0; star < 12; star += 1)
      pen.ellipse(left + chance.between(10, 310), top + chance.between(10, 230), 2.4, 2.4, '#ffffff', {
        ink: 0,
      });
  } else {
    pen.ellipse(left + 90, top + 110, 40, 40, '#fff3c2', { ink: 0, opacity: 0.9 });
  }
  pen.line(`M${round(left + 160)} ${round(top)}v400M${round(left)} ${round(top + 190)}h320`, '#f1e8d8', 13);
  const curtain = mix(wall, chance.of(['#c9596a', '#5f86a0', '#e9e0cf', '#5f8a6a']), 0.75);
  for (const side of [-1, 1]) {
    const edge = side < 0 ? left - 30 : left + 350;
    pen.path(
      `M${round(edge)} ${round(top - 36)}Q${round(edge - side * 130)} ${round(top + 160)} ${round(edge - side * 26)} ${round(top + 440)}L${round(edge + side * 34)} ${round(top + 440)}Q${round(edge + side * 44)} ${round(top + 180)} ${round(edge + side * 20)} ${round(top - 36)}Z`,
      curtain,
      { ink: 1 },
    );
    pen.line(
      `M${round(edge - side * 14)} ${round(top)}q${round(-side * 50)} 180 ${round(side * 4)} 420`,
      darker(curtain, 0.24),
      7,
      0.6,
    );
  }
  pen.line(`M${round(left - 60)} ${round(top - 40)}h440`, '#6b4a36', 14);
}
