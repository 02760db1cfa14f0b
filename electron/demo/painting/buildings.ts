import type { Chance } from './chance';
import { darker, lighter, mix } from './colour';
import { type Pen, round } from './pen';

/** A lit or dark window. */
function drawWindow(pen: Pen, x: number, y: number, width: number, height: number, lit: boolean): void {
  pen.box(x - 5, y - 5, width + 10, height + 10, '#f5ead6', { ink: 0.7 });
  pen.box(
    x,
    y,
    width,
    height,
    lit
      ? pen.gradient([
          [0, '#ffe7a1'],
          [1, '#f7b955'],
        ])
      : pen.gradient([
          [0, '#9cc3d4'],
          [1, '#5d8199'],
        ]),
    { ink: 0.5 },
  );
  pen.line(`M${x + width / 2} ${y}v${height}M${x} ${y + height / 2}h${width}`, '#f5ead6', 4);
}

/** Draws a lighthouse on its rock; the rock's foot at 0, 0, about 640 units high. */
export function drawLighthouse(pen: Pen, chance: Chance, lit: boolean, light: string): void {
  const band = chance.of(['#cf3b38', '#c94b2e', '#2f5f94', '#3f7f6e']);
  if (lit) {
    const beam = pen.gradient(
      [
        [0, light, 0.75],
        [1, light, 0],
      ],
      true,
    );
    pen.path('M20 -566L760 -700L760 -430L20 -548Z', beam, { ink: 0, opacity: 0.6 });
    pen.group('scale(-1 1)', () =>
      pen.path('M20 -566L760 -640L760 -480L20 -548Z', beam, { ink: 0, opacity: 0.35 }),
    );
  }
  const rock = 'M-330 40C-300 -46 -220 -74 -150 -88C-90 -120 100 -126 170 -92C250 -80 320 -30 350 40Z';
  pen.path(rock, '#5d5a66', { ink: 1.1 });
  pen.path('M60 -112C150 -104 280 -70 350 40L150 40C170 -20 130 -80 60 -112Z', '#474551', { ink: 0 });
  pen.path(
    'M-300 -20C-210 -84 -120 -96 -60 -104C60 -126 160 -96 220 -66C120 -84 20 -72 -60 -66C-160 -60 -230 -40 -300 -20Z',
    '#7f9d5e',
    { ink: 0.6 },
  );
  pen.box(84, -176, 130, 92, '#f3eee2', { ink: 1 });
  pen.path('M72 -172L149 -236L226 -172Z', '#b4553e', { ink: 1 });
  drawWindow(pen, 130, -152, 34, 40, lit);
  const tower = 'M-76 -96L-46 -516L46 -516L76 -96Z';
  pen.path(tower, '#f7f2e7', { ink: 1.1 });
  pen.clipped(tower, () => {
    for (let stripe = 0; stripe < 3; stripe += 1)
      pen.path(
        `M-100 ${-440 + stripe * 140}L100 ${-452 + stripe * 140}L100 ${-378 + stripe * 140}L-100 ${-366 + stripe * 140}Z`,
        band,
        { ink: 0.5 },
      );
    pen.path('M20 -520L90 -520L100 -90L36 -90Z', '#2a2440', { ink: 0, opacity: 0.22 });
    for (let y = -480; y < -100; y += 34)
      pen.inkLine(`M${round(chance.between(-60, 0))} ${y}h${round(chance.between(12, 30))}`, 0.45);
  });
  pen.box(-14, -330, 26, 44, '#38506b', { ink: 0.6, radius: 12 });
  pen.box(-12, -220, 26, 44, '#38506b', { ink: 0.6, radius: 12 });
  pen.path('M-24 -96v-52q24 -28 48 0v52Z', '#6d4a37', { ink: 0.8 });
  pen.box(-66, -532, 132, 18, '#3c3f52', { ink: 0.9, radius: 5 });
  pen.line('M-62 -532v-26M-34 -532v-26M-4 -532v-26M26 -532v-26M58 -532v-26M-66 -558h132', '#3c3f52', 5);
  pen.box(-34, -598, 68, 66, lit ? '#ffe9a8' : '#a9cbd6', { ink: 0.9 });
  pen.line('M-12 -598v66M12 -598v66', '#3c3f52', 4);
  if (lit)
    pen.ellipse(
      0,
      -566,
      130,
      130,
      pen.glow([
        [0, '#fff4c8', 0.95],
        [0.3, '#ffe29a', 0.5],
        [1, '#ffd98a', 0],
      ]),
      { ink: 0 },
    );
  pen.path('M-46 -598Q0 -668 46 -598Z', band, { ink: 1 });
  pen.line('M0 -632v-36', '#3c3f52', 5);
}

/** Draws a cottage; its doorstep at 0, 0, about 420 units high. */
export function drawCottage(pen: Pen, chance: Chance, lit: boolean, snow: boolean): void {
  const roof = snow ? '#f1f6fa' : chance.of(['#a85a41', '#7d5a86', '#55738c', '#b98443']);
  const wall = chance.of(['#f4e8d0', '#e9d6c2', '#dfe3d8']);
  const wide = chance.between(200, 250);
  pen.ellipse(0, 6, wide * 1.35, 30, '#1e2430', { ink: 0, opacity: 0.2 });
  for (let puff = 0; puff < 5; puff += 1)
    pen.ellipse(128 + puff * 17, -430 - puff * 46, 20 + puff * 9, 15 + puff * 7, '#f3f0ea', {
      ink: 0.25,
      opacity: 0.62 - puff * 0.1,
    });
  pen.box(98, -404, 54, 130, '#9c6a55', { ink: 1 });
  for (let row = 0; row < 4; row += 1)
    pen.line(`M${98 + (row % 2) * 14} ${-388 + row * 26}h36`, darker('#9c6a55', 0.3), 4, 0.7);
  pen.box(90, -416, 70, 18, '#84584a', { ink: 0.9 });
  pen.box(-wide, -190, wide * 2, 194, wall, { ink: 1.1 });
  pen.box(wide * 0.42, -190, wide * 0.58, 194, darker(wall, 0.13), { ink: 0 });
  for (let stone = 0; stone < 16; stone += 1)
    pen.line(
      `M${round(chance.between(-wide + 10, wide - 40))} ${round(chance.between(-170, -14))}h${round(chance.between(14, 28))}`,
      darker(wall, 0.22),
      4,
      0.55,
    );
  const top = `M${-wide - 46} -176L${round(-wide * 0.62)} -342Q0 -372 ${round(wide * 0.62)} -342L${wide + 46} -176Q0 -154 ${-wide - 46} -176Z`;
  pen.path(top, roof, { ink: 1.1 });
  pen.clipped(top, () => {
    for (let row = 0; row < 5; row += 1) {
      for (let tile = -9; tile < 9; tile += 1)
        pen.line(
          `M${tile * 36 + (row % 2) * 18} ${-322 + row * 36}q18 22 36 0`,
          darker(roof, snow ? 0.1 : 0.28),
          4.5,
          0.75,
        );
    }
    pen.path(`M${wide * 0.3} -380L${wide + 80} -380L${wide + 80} -140L${wide * 0.5} -140Z`, '#241c38', {
      ink: 0,
      opacity: 0.17,
    });
  });
  pen.path('M-42 4v-112q42 -44 84 0v112Z', chance.of(['#5c7a5a', '#8a4f3f', '#41607c']), { ink: 1 });
  pen.line('M0 -128v130', '#2b2430', 3, 0.5);
  pen.ellipse(26, -52, 6, 6, '#f2c66a', { ink: 0.5 });
  drawWindow(pen, round(-wide * 0.76), -142, 66, 66, lit);
  drawWindow(pen, round(wide * 0.76 - 66), -142, 66, 66, lit);
  for (const x of [-wide * 0.76, wide * 0.76 - 66]) {
    pen.box(x - 8, -70, 82, 16, '#7b5842', { ink: 0.7 });
    for (let bloom = 0; bloom < 7; bloom += 1)
      pen.ellipse(x + bloom * 11, -74 - (bloom % 2) * 8, 8, 8, chance.of(['#e0607a', '#f2c14e', '#f4f1e4']), {
        ink: 0.35,
      });
  }
  if (lit)
    for (const x of [-wide * 0.76 + 33, wide * 0.76 - 33])
      pen.ellipse(
        x,
        -108,
        110,
        100,
        pen.glow([
          [0, '#ffdf95', 0.5],
          [1, '#ffdf95', 0],
        ]),
        { ink: 0 },
      );
  pen.path('M-44 4L44 4C70 60 60 120 120 200L-70 200C-40 120 -60 60 -44 4Z', mix(wall, '#b9a58a', 0.6), {
    ink: 0.5,
  });
}

/** Draws a castle; its gate at 0, 0, about 560 units high. */
export function drawCastle(pen: Pen, chance: Chance, lit: boolean): void {
  const stone = chance.of(['#b9b3b5', '#c9b9a2', '#a7b0bd']);
  const roof = chance.of(['#5d6fa3', '#a0526a', '#4f8079']);
  const tower = (x: number, width: number, height: number): void => {
    pen.box(x - width / 2, -height, width, height, stone, { ink: 1.1 });
    pen.box(x + width * 0.12, -height, width * 0.38, height, darker(stone, 0.16), { ink: 0 });
    for (let brick = 0; brick < height / 34; brick += 1)
      pen.line(
        `M${round(x - width / 2 + chance.between(6, width * 0.6))} ${round(-height + 24 + brick * 34)}h${round(width * 0.22)}`,
        darker(stone, 0.28),
        4,
        0.6,
      );
    pen.box(x - width * 0.62, -height - 24, width * 1.24, 30, lighter(stone, 0.12), { ink: 1 });
    pen.path(
      `M${x - width * 0.7} ${-height - 22}Q${x - width * 0.1} ${-height - 90} ${x} ${-height - 22 - width * 1.25}Q${x + width * 0.1} ${-height - 90} ${x + width * 0.7} ${-height - 22}Z`,
      roof,
      { ink: 1.1 },
    );
    pen.path(
      `M${x} ${-height - 22 - width * 1.25}Q${x + width * 0.1} ${-height - 90} ${x + width * 0.7} ${-height - 22}L${x + width * 0.16} ${-height - 22}Z`,
      darker(roof, 0.24),
      { ink: 0 },
    );
    pen.box(x - 11, -height + 34, 22, 44, lit ? '#ffd98a' : '#46506b', { ink: 0.7, radius: 11 });
    const flag = -height - 22 - width * 1.25;
    pen.line(`M${x} ${flag}v-52`, '#4a4152', 5);
    pen.path(`M${x} ${flag - 50}q26 -12 52 4q-20 12 -52 20Z`, '#e0a53c', { ink: 0.7 });
  };
  tower(-70, 96, 400);
  tower(78, 84, 352);
  pen.box(-230, -190, 460, 190, stone, { ink: 1.1 });
  for (let notch = 0; notch < 9; notch += 1) pen.box(-230 + notch * 54, -218, 30, 34, stone, { ink: 0.9 });
  for (let brick = 0; brick < 26; brick += 1)
    pen.line(
      `M${round(chance.between(-220, 180))} ${round(chance.between(-170, -12))}h${round(chance.between(16, 34))}`,
      darker(stone, 0.24),
      4,
      0.55,
    );
  tower(-230, 104, 270);
  tower(230, 104, 290);
  pen.path('M-54 4v-86q54 -72 108 0v86Z', '#4d3a35', { ink: 1 });
  pen.line('M-26 2v-106M0 2v-120M26 2v-106M-54 -40h108M-54 -78h108', '#2c2226', 5, 0.8);
}

/** Draws a windmill; its foot at 0, 0, about 560 units high. */
export function drawWindmill(pen: Pen, chance: Chance, lit: boolean): void {
  const wall = chance.of(['#efe3cd', '#d9c3a5', '#e6e6df']);
  const cap = chance.of(['#8a4f3f', '#55738c', '#5f7a54']);
  pen.ellipse(0, 6, 190, 24, '#1e2430', { ink: 0, opacity: 0.2 });
  pen.path('M-128 4L-84 -340L84 -340L128 4Z', wall, { ink: 1.1 });
  pen.path('M30 -340L84 -340L128 4L56 4Z', darker(wall, 0.16), { ink: 0 });
  for (let stone = 0; stone < 18; stone += 1)
    pen.line(
      `M${round(chance.between(-90, 60))} ${round(chance.between(-320, -20))}h${round(chance.between(14, 26))}`,
      darker(wall, 0.25),
      4,
      0.55,
    );
  pen.path('M-34 4v-84q34 -36 68 0v84Z', '#6d4a37', { ink: 0.9 });
  drawWindow(pen, -22, -190, 44, 48, lit);
  drawWindow(pen, -18, -290, 36, 40, lit);
  pen.path('M-100 -336C-96 -420 -40 -446 0 -448C40 -446 96 -420 100 -336Z', cap, { ink: 1.1 });
  const turn = chance.whole(8, 80);
  for (let sail = 0; sail < 4; sail += 1) {
    pen.group(`translate(0 -384) rotate(${turn + sail * 90})`, () => {
      pen.line('M0 0V-262', '#5b4636', 11);
      pen.path('M8 -62L76 -76L68 -256L8 -256Z', '#f7efe0', { ink: 0.9, opacity: 0.95 });
      pen.line('M8 -110h64M8 -158h61M8 -206h60M40 -70V-256', '#a08a70', 4, 0.8);
    });
  }
  pen.ellipse(0, -384, 18, 18, '#4a3a31', { ink: 0.9 });
}

/** Rows of houses against the sky, far ones first; their feet at `base`. */
export function drawSkyline(
  pen: Pen,
  chance: Chance,
  base: number,
  colours: readonly string[],
  lit: boolean,
): void {
  for (const [row, colour] of colours.entries()) {
    let x = -30;
    while (x < 1040) {
      const width = chance.between(58, 120) * (1 + row * 0.25);
      const height = chance.between(130, 420) * (1.12 - row * 0.24);
      const top = base + row * 46 - height;
      const face = mix(colour, chance.of(['#c98a6a', '#7f93b5', '#b5a17f']), row * 0.16);
      pen.box(
        x,
        top,
        width,
        base + 400 - top,
        pen.gradient([
          [0, lighter(face, 0.1)],
          [1, darker(face, 0.12)],
        ]),
        { ink: 0.6 + row * 0.2 },
      );
      const kind = chance.whole(0, 3);
      if (kind === 0)
        pen.path(
          `M${round(x)} ${round(top)}L${round(x + width / 2)} ${round(top - 46)}L${round(x + width)} ${round(top)}Z`,
          darker(face, 0.22),
          { ink: 0.8 },
        );
      if (kind === 1) pen.line(`M${round(x + width / 2)} ${round(top)}v-58`, darker(face, 0.3), 5);
      if (kind === 2) pen.box(x + width * 0.2, top - 24, width * 0.35, 24, darker(face, 0.18), { ink: 0.6 });
      const columns = Math.max(2, Math.floor(width / 30));
      for (let floor = 0; floor < Math.min(12, (height + 60) / 40); floor += 1) {
        for (let column = 0; column < columns; column += 1) {
          const on = chance.yes(lit ? 0.55 : 0.18);
          pen.box(
            x + 10 + (column * (width - 20)) / columns,
            top + 18 + floor * 38,
            (width - 20) / columns - 8,
            20,
            on ? '#ffd98a' : darker(face, 0.3),
            { ink: 0.25, opacity: row === 0 ? 0.55 : 0.9 },
          );
        }
      }
      x += width + chance.between(-6, 10);
    }
  }
}
