import type { Chance } from './chance';
import { darker, lighter, mix } from './colour';
import { blob, type Pen, round } from './pen';

/** Draws a sailing boat; its waterline at 0, 0, about 520 units high. */
export function drawBoat(pen: Pen, chance: Chance): void {
  const hull = chance.of(['#9c4a3a', '#2f5f7f', '#3f6f5e', '#7a4b68']);
  const sail = chance.of(['#fbf3e2', '#f3d9b8', '#e9eef0']);
  const stripe = chance.of(['#d9694f', '#4f86b5', '#e0b04a']);
  pen.group(
    'translate(0 26) scale(1 -0.42)',
    () => {
      pen.path('M-30 -40C-150 -60 -176 -70 -190 -96C-130 -250 -60 -380 -6 -480Z', sail, { ink: 0 });
      pen.path('M16 -60C80 -80 130 -84 176 -84C130 -220 70 -330 16 -440Z', sail, { ink: 0 });
      pen.path('M-236 -64C-210 10 -160 26 -120 26L120 26C180 26 220 -4 250 -70Z', hull, { ink: 0 });
    },
    0.3,
  );
  pen.line('M4 -44V-500', '#6b4a36', 13);
  pen.path('M-16 -84C-120 -70 -170 -70 -206 -92C-140 -250 -70 -390 -14 -488C-2 -350 -4 -200 -16 -84Z', sail, {
    ink: 1.1,
  });
  pen.path(
    'M-16 -84C-60 -78 -100 -76 -130 -78C-90 -230 -50 -370 -14 -488C-2 -350 -4 -200 -16 -84Z',
    darker(sail, 0.1),
    { ink: 0 },
  );
  pen.path('M-168 -176Q-90 -158 -10 -190L-11 -236Q-86 -206 -146 -222Z', stripe, { ink: 0.6 });
  pen.path(
    'M24 -84C90 -70 140 -72 186 -92C142 -220 84 -340 24 -450C36 -330 34 -200 24 -84Z',
    lighter(sail, 0.3),
    { ink: 1.1 },
  );
  pen.line('M60 -120q50 10 90 2M52 -190q40 10 66 4M-60 -130q-50 8 -90 -2', darker(sail, 0.2), 4, 0.7);
  pen.path('M4 -500q40 -18 78 2q-36 14 -78 22Z', stripe, { ink: 0.8 });
  pen.path('M-250 -66Q0 -34 262 -76C244 -10 196 30 130 34L-132 34C-186 30 -232 -10 -250 -66Z', hull, {
    ink: 1.2,
  });
  pen.path('M-250 -66Q0 -34 262 -76L256 -50Q0 -10 -244 -42Z', lighter(hull, 0.6), { ink: 0.7 });
  pen.path('M60 34C160 34 230 -10 262 -76L200 -66C190 -20 130 20 60 34Z', darker(hull, 0.3), { ink: 0 });
  pen.ellipse(-90, -4, 13, 13, '#f5dfa8', { ink: 0.7 });
  pen.ellipse(-30, 0, 13, 13, '#f5dfa8', { ink: 0.7 });
  pen.line(
    'M-300 30q40 -16 80 2q40 16 80 0q40 -16 80 0q40 16 80 0q40 -16 80 0q40 16 90 -4',
    '#f4fafc',
    7,
    0.85,
  );
}

/** Draws a hot-air balloon around 0, 0, about 520 units high. */
export function drawBalloon(pen: Pen, chance: Chance): void {
  const [one, two] = chance.of<readonly [string, string]>([
    ['#d9533f', '#f3d9a4'],
    ['#3f7fb0', '#f4ead2'],
    ['#e0a03a', '#b5486a'],
    ['#4f9a86', '#f2e3c0'],
  ]);
  const skin =
    'M0 160C-70 110 -190 30 -190 -90C-190 -200 -100 -270 0 -270C100 -270 190 -200 190 -90C190 30 70 110 0 160Z';
  pen.line('M-44 132L-30 222M44 132L30 222M-16 148L-12 222M16 148L12 222', '#5b4636', 5);
  pen.path(skin, one, { ink: 1.2 });
  pen.clipped(skin, () => {
    for (const side of [-1, 1]) {
      pen.group(`scale(${side} 1)`, () => {
        pen.path('M0 160C30 100 62 20 62 -90C62 -180 34 -250 0 -270Z', two, { ink: 0.6 });
        pen.path(
          'M0 160C80 110 128 20 128 -90C128 -190 80 -250 0 -270C150 -300 230 -200 230 -90C230 30 110 110 0 160Z',
          side > 0 ? mix(two, one, 0.15) : two,
          { ink: 0.6 },
        );
      });
    }
    pen.path('M60 -290C180 -220 200 40 10 170L260 170L260 -290Z', '#2a1c3a', { ink: 0, opacity: 0.18 });
    pen.path('M-96 -214C-140 -160 -150 -90 -132 -30C-112 -90 -104 -150 -96 -214Z', '#ffffff', {
      ink: 0,
      opacity: 0.35,
    });
  });
  pen.path('M-46 124Q0 148 46 124L38 146Q0 166 -38 146Z', darker(one, 0.3), { ink: 0.8 });
  pen.path('M-42 222L42 222L34 280Q0 290 -34 280Z', '#a9794b', { ink: 1 });
  pen.line('M-36 242h72M-34 262h68M-14 224v58M14 224v58', '#6f4d30', 4, 0.8);
  pen.box(-46, 214, 92, 14, '#7d5636', { ink: 0.8, radius: 6 });
}

function drawSteam(pen: Pen, x: number, y: number): void {
  for (const shift of [-26, 6, 36])
    pen.line(`M${x + shift} ${y}c-26 -34 26 -52 0 -92c-16 -28 10 -44 4 -64`, '#ffffff', 12, 0.4);
}

/** Draws a teapot; its foot at 0, 0, about 380 units high. */
export function drawTeapot(pen: Pen, chance: Chance): void {
  const glaze = chance.of(['#4f86a8', '#c9604a', '#5f9a80', '#e3c48a', '#7d6aa5']);
  const trim = chance.of(['#f7eedb', '#f1d08a']);
  pen.ellipse(10, 6, 250, 30, '#1c1824', { ink: 0, opacity: 0.26 });
  drawSteam(pen, -266, -250);
  pen.line(
    'M168 -210C300 -250 320 -40 150 -56',
    pen.ink.colour,
    40 + pen.ink.width * 2,
    pen.ink.width > 0.3 ? 1 : 0,
  );
  pen.line('M168 -210C300 -250 320 -40 150 -56', darker(glaze, 0.15), 40);
  pen.path('M-150 -60C-230 -80 -226 -170 -300 -232L-252 -250C-206 -210 -176 -186 -140 -180Z', glaze, {
    ink: 1.1,
  });
  const body = 'M-130 -8C-210 -60 -206 -206 -92 -246L92 -246C206 -206 210 -60 130 -8Q0 16 -130 -8Z';
  pen.path(body, glaze, { ink: 1.2 });
  pen.clipped(body, () => {
    pen.path('M60 -260C190 -200 190 -60 90 10L240 10L240 -260Z', darker(glaze, 0.32), {
      ink: 0,
      opacity: 0.55,
    });
    pen.path('M-220 -150Q0 -106 220 -150L220 -96Q0 -52 -220 -96Z', trim, { ink: 0.6 });
    for (let flower = -3; flower <= 3; flower += 1) {
      const x = flower * 52;
      const y = -102 + Math.abs(flower) * -3;
      for (let petal = 0; petal < 5; petal += 1) {
        const angle = (petal / 5) * Math.PI * 2;
        pen.ellipse(
          x + Math.cos(angle) * 11,
          y + Math.sin(angle) * 11,
          8,
          8,
          chance.yes(0.5) ? glaze : '#d9694f',
          { ink: 0.25 },
        );
      }
      pen.ellipse(x, y, 6, 6, '#f2c14e', { ink: 0.2 });
    }
    pen.path('M-142 -210C-176 -170 -178 -100 -156 -60C-146 -110 -140 -160 -112 -208Z', '#ffffff', {
      ink: 0,
      opacity: 0.55,
    });
  });
  pen.path('M-104 -8Q0 18 104 -8L92 16Q0 34 -92 16Z', darker(glaze, 0.3), { ink: 0.9 });
  pen.path('M-98 -244C-84 -306 84 -306 98 -244Q0 -222 -98 -244Z', lighter(glaze, 0.14), { ink: 1.1 });
  pen.line('M-74 -262Q0 -242 74 -262', trim, 9, 0.9);
  pen.ellipse(0, -312, 24, 22, trim, { ink: 1 });
}

/** Draws a cup on its saucer; the saucer at 0, 0, about 260 units high. */
export function drawCup(pen: Pen, chance: Chance, size: number): void {
  const glaze = chance.of(['#f4ead6', '#d9745c', '#7fa7b5', '#e9c46a']);
  const band = chance.of(['#4f86a8', '#c9604a', '#5f9a80']);
  pen.group(`scale(${size})`, () => {
    pen.ellipse(6, 14, 210, 30, '#1c1824', { ink: 0, opacity: 0.24 });
    pen.ellipse(0, 0, 190, 34, lighter(glaze, 0.4), { ink: 1.1 });
    pen.ellipse(0, -4, 128, 20, darker(glaze, 0.14), { ink: 0.5 });
    drawSteam(pen, -10, -206);
    pen.line(
      'M108 -150C200 -160 190 -50 88 -58',
      pen.ink.colour,
      26 + pen.ink.width * 2,
      pen.ink.width > 0.3 ? 1 : 0,
    );
    pen.line('M108 -150C200 -160 190 -50 88 -58', darker(glaze, 0.12), 26);
    const body = 'M-130 -186C-130 -90 -100 -20 -60 -8Q0 6 60 -8C100 -20 130 -90 130 -186Z';
    pen.path(body, glaze, { ink: 1.1 });
    pen.clipped(body, () => {
      pen.path('M40 -200C120 -140 90 -40 40 10L160 10L160 -200Z', darker(glaze, 0.3), {
        ink: 0,
        opacity: 0.5,
      });
      pen.path('M-140 -140Q0 -108 140 -140L140 -108Q0 -76 -140 -108Z', band, { ink: 0.4 });
      pen.path('M-104 -160C-104 -110 -92 -70 -80 -52C-84 -90 -84 -126 -80 -160Z', '#ffffff', {
        ink: 0,
        opacity: 0.5,
      });
    });
    pen.ellipse(0, -186, 130, 28, lighter(glaze, 0.3), { ink: 1 });
    pen.ellipse(0, -183, 112, 21, '#7a4a30', { ink: 0.5 });
    pen.ellipse(-22, -186, 42, 8, '#b07a4f', { ink: 0 });
  });
}

/** Draws a vase of flowers; its foot at 0, 0, about 560 units high. */
export function drawFlowers(pen: Pen, chance: Chance): void {
  const glaze = chance.of(['#5f86a8', '#d9b08a', '#8a6f9c', '#e9e2d3']);
  const bloom = chance.of(['#e0607a', '#f2b84e', '#e98a5f', '#b58ad0', '#f4efe4']);
  pen.ellipse(8, 4, 150, 22, '#1c1824', { ink: 0, opacity: 0.26 });
  const heads: [number, number, number][] = [];
  for (let stem = 0; stem < 9; stem += 1) {
    const x = -210 + stem * 52 + chance.between(-16, 16);
    const y = -380 - chance.between(0, 150) + Math.abs(x) * 0.32;
    pen.line(
      `M${round(x * 0.12)} -220Q${round(x * 0.3)} ${round(y + 90)} ${round(x)} ${round(y)}`,
      '#4f7f4a',
      8,
    );
    if (chance.yes(0.8)) {
      pen.group(
        `translate(${round(x * 0.6)} ${round(y + 96)}) rotate(${round(x * 0.25 + chance.between(-25, 25))})`,
        () =>
          pen.path('M0 0C-26 -20 -26 -62 0 -92C26 -62 26 -20 0 0Z', chance.yes(0.5) ? '#5f9a55' : '#447a4c', {
            ink: 0.7,
          }),
      );
    }
    heads.push([x, y, chance.between(40, 62)]);
  }
  for (const [x, y, size] of heads) {
    const colour = chance.yes(0.7) ? bloom : lighter(bloom, 0.45);
    for (let petal = 0; petal < 9; petal += 1) {
      pen.group(`translate(${round(x)} ${round(y)}) rotate(${petal * 40})`, () =>
        pen.path(
          `M0 0C${round(-size * 0.36)} ${round(-size * 0.4)} ${round(-size * 0.3)} ${round(-size)} 0 ${round(-size)}C${round(size * 0.3)} ${round(-size)} ${round(size * 0.36)} ${round(-size * 0.4)} 0 0Z`,
          petal % 2 ? colour : darker(colour, 0.1),
          { ink: 0.5 },
        ),
      );
    }
    pen.ellipse(x, y, size * 0.3, size * 0.3, '#8a5a2f', { ink: 0.6 });
    pen.ellipse(x - 3, y - 4, size * 0.15, size * 0.13, '#d9a24a', { ink: 0 });
  }
  const vase =
    'M-60 -236C-50 -190 -116 -150 -110 -80C-106 -36 -84 -8 -62 0Q0 12 62 0C84 -8 106 -36 110 -80C116 -150 50 -190 60 -236Z';
  pen.path(vase, glaze, { ink: 1.2 });
  pen.clipped(vase, () => {
    pen.path('M26 -240C30 -180 96 -140 60 20L140 20L140 -240Z', darker(glaze, 0.3), { ink: 0, opacity: 0.5 });
    pen.line('M-120 -112Q0 -84 120 -112M-120 -72Q0 -44 120 -72', lighter(glaze, 0.6), 8, 0.8);
    pen.path('M-84 -120C-88 -90 -84 -60 -74 -40C-72 -70 -70 -100 -62 -136Z', '#ffffff', {
      ink: 0,
      opacity: 0.5,
    });
  });
  pen.ellipse(0, -236, 62, 14, darker(glaze, 0.3), { ink: 0.9 });
}

/** Draws a bowl of fruit; its foot at 0, 0, about 330 units high. */
export function drawFruit(pen: Pen, chance: Chance): void {
  pen.ellipse(10, 6, 270, 28, '#1c1824', { ink: 0, opacity: 0.26 });
  const fruit = (x: number, y: number, size: number): void => {
    const colour = chance.of(['#d6493d', '#e9a13a', '#a9bf4a', '#e06f5a', '#f0c94f']);
    const shape = blob(x, y, size, size * 0.96, 0.07, () => chance.next());
    pen.path(shape, colour, { ink: 1.1 });
    pen.clipped(shape, () => {
      pen.ellipse(x + size * 0.55, y + size * 0.4, size * 0.95, size * 1.05, darker(colour, 0.4), {
        ink: 0,
        opacity: 0.42,
      });
      pen.ellipse(x - size * 0.38, y - size * 0.36, size * 0.3, size * 0.22, '#ffffff', {
        ink: 0,
        opacity: 0.6,
      });
    });
    pen.line(`M${round(x)} ${round(y - size * 0.86)}q4 -20 16 -30`, '#5b4030', 7);
    pen.path(`M${round(x + 8)} ${round(y - size * 0.98)}q30 -34 62 -14q-24 28 -62 14Z`, '#6fa05a', {
      ink: 0.7,
    });
  };
  const rows: readonly (readonly [number, number, number])[] = [
    [-60, -268, 62],
    [64, -262, 66],
    [-150, -196, 70],
    [-6, -200, 76],
    [146, -192, 70],
  ];
  for (const [x, y, size] of rows)
    fruit(x + chance.between(-8, 8), y + chance.between(-8, 8), size * chance.between(0.92, 1.08));
  const glaze = chance.of(['#5f86a8', '#efe3cb', '#a8765a', '#6f9a86']);
  pen.path('M-250 -178Q0 -132 250 -178C240 -80 150 -10 84 0L-84 0C-150 -10 -240 -80 -250 -178Z', glaze, {
    ink: 1.2,
  });
  pen.path(
    'M60 -152Q160 -158 250 -178C240 -80 150 -10 84 0L30 0C110 -40 100 -110 60 -152Z',
    darker(glaze, 0.25),
    { ink: 0, opacity: 0.6 },
  );
  pen.line('M-226 -128Q0 -82 226 -128', lighter(glaze, 0.6), 9, 0.85);
  pen.path('M-90 -4L90 -4L104 20L-104 20Z', darker(glaze, 0.2), { ink: 0.9 });
}
