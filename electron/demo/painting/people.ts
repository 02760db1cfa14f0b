import type { Chance } from './chance';
import { darker, lighter } from './colour';
import { type Pen, round } from './pen';

/** Draws a robot; its feet at 0, 0, about 520 units high. */
export function drawRobot(pen: Pen, chance: Chance): void {
  const shell = chance.of(['#8fb3b5', '#d9a24f', '#c9705c', '#9fa8c4']);
  const glow = chance.of(['#7fe0e6', '#ffd166', '#ff8f70']);
  const shade = darker(shell, 0.25);
  pen.ellipse(0, 6, 190, 26, '#1e2430', { ink: 0, opacity: 0.24 });
  for (const side of [-1, 1]) {
    pen.box(side * 62 - 26, -110, 52, 96, shade, { ink: 1, radius: 16 });
    pen.box(side * 66 - 46, -28, 92, 34, darker(shell, 0.4), { ink: 1, radius: 14 });
    pen.line(
      `M${side * 118} -270C${side * 190} -250 ${side * 190} -190 ${side * 168} -140`,
      pen.ink.colour,
      34 + pen.ink.width * 2,
      pen.ink.width > 0.3 ? 1 : 0,
    );
    pen.line(`M${side * 118} -270C${side * 190} -250 ${side * 190} -190 ${side * 168} -140`, shade, 34);
    pen.ellipse(side * 164, -128, 30, 30, shell, { ink: 1 });
  }
  pen.box(-126, -318, 252, 220, shell, { ink: 1.2, radius: 40 });
  pen.box(40, -318, 86, 220, shade, { ink: 0, radius: 40, opacity: 0.6 });
  pen.box(-76, -270, 152, 100, '#2f3a4a', { ink: 0.9, radius: 18 });
  for (let dial = 0; dial < 3; dial += 1) {
    pen.ellipse(-44 + dial * 44, -236, 16, 16, dial === 1 ? glow : lighter(shell, 0.5), { ink: 0.6 });
  }
  pen.line(`M-56 -196h${round(chance.between(40, 110))}`, glow, 9);
  pen.box(-40, -346, 80, 36, darker(shell, 0.4), { ink: 0.9 });
  pen.group(`translate(0 -346) rotate(${round(chance.between(-8, 8))})`, () => {
    pen.line('M0 -150v-48', darker(shell, 0.4), 9);
    pen.ellipse(0, -206, 18, 18, glow, { ink: 0.9 });
    pen.box(-120, -156, 240, 160, lighter(shell, 0.12), { ink: 1.2, radius: 46 });
    pen.box(-92, -124, 184, 92, '#27313f', { ink: 0.8, radius: 34 });
    for (const side of [-1, 1]) {
      pen.ellipse(
        side * 44,
        -78,
        44,
        44,
        pen.glow([
          [0, glow, 0.8],
          [1, glow, 0],
        ]),
        { ink: 0 },
      );
      pen.ellipse(side * 44, -78, 22, 24, glow, { ink: 0.4 });
      pen.ellipse(side * 44 - 7, -86, 6, 7, '#ffffff', { ink: 0 });
      pen.box(side * 132 - 14, -108, 28, 64, shade, { ink: 0.9, radius: 12 });
    }
    pen.line('M-30 -20q30 18 60 0', darker(shell, 0.5), 7);
  });
}

/** Draws a person from the waist up; the waist at 0, 0, about 620 units high. */
export function drawFigure(pen: Pen, chance: Chance, prompt: string): void {
  const skin = chance.of(['#f3c9a5', '#e0ac82', '#b57c56', '#8a5a3f', '#f6d7bf']);
  const hair = chance.of(['#3a2a28', '#7a4a2c', '#c98a45', '#8f2f2a', '#d9d3c7', '#2b3550']);
  const cloth = chance.of(['#4f6f95', '#a0485a', '#5a7f5f', '#c98f45', '#6a5590']);
  const iris = chance.of(['#4a6f8a', '#5a4030', '#4f7f5f']);
  const blush = lighter('#e0806f', 0.1);
  const long = /\b(woman|girl|lady|queen|princess|witch|dancer)\b/i.test(prompt) || chance.yes(0.35);
  const turn = chance.between(-6, 6);
  if (long)
    pen.path(
      'M-150 -430C-220 -260 -200 -120 -226 -20C-120 20 120 20 226 -20C200 -120 220 -260 150 -430Z',
      darker(hair, 0.12),
      { ink: 1.1 },
    );
  const coat = 'M-300 130C-300 -60 -220 -150 -86 -190L86 -190C220 -150 300 -60 300 130Z';
  pen.path(coat, cloth, { ink: 1.2 });
  pen.clipped(coat, () => {
    pen.path('M70 -200C200 -140 260 0 240 140L320 140L320 -200Z', darker(cloth, 0.3), {
      ink: 0,
      opacity: 0.6,
    });
    pen.line(
      'M-170 -60q-16 80 -10 190M170 -60q16 80 10 190M-60 -140q20 120 14 270M60 -140q-10 120 -8 270',
      darker(cloth, 0.32),
      6,
      0.7,
    );
  });
  pen.path('M-58 -250L-62 -176Q0 -110 62 -176L58 -250Z', darker(skin, 0.14), { ink: 0.9 });
  pen.path('M-112 -196C-60 -140 60 -140 112 -196L140 -150C70 -90 -70 -90 -140 -150Z', lighter(cloth, 0.35), {
    ink: 1,
  });
  pen.group(`translate(0 -380) rotate(${round(turn)})`, () => {
    for (const side of [-1, 1]) pen.ellipse(side * 128, 10, 24, 36, darker(skin, 0.08), { ink: 0.9 });
    pen.path(
      'M0 168C-80 160 -130 90 -132 -10C-134 -110 -80 -160 0 -162C80 -160 134 -110 132 -10C130 90 80 160 0 168Z',
      skin,
      { ink: 1.1 },
    );
    pen.path(
      'M40 -150C110 -90 110 60 20 166C90 150 132 80 132 -10C130 -90 100 -140 40 -150Z',
      darker(skin, 0.16),
      { ink: 0, opacity: 0.5 },
    );
    for (const side of [-1, 1]) {
      pen.ellipse(side * 72, 62, 28, 17, blush, { ink: 0, opacity: 0.45 });
      pen.path(`M${side * 26} 8Q${side * 54} -18 ${side * 84} 8Q${side * 54} 30 ${side * 26} 8Z`, '#fffdf8', {
        ink: 0.7,
      });
      pen.ellipse(side * 55, 6, 15, 16, iris, { ink: 0.4 });
      pen.ellipse(side * 55, 6, 7, 8, '#17131c', { ink: 0 });
      pen.ellipse(side * 55 - 5, 0, 4, 4, '#ffffff', { ink: 0 });
      pen.line(`M${side * 24} -32Q${side * 54} -52 ${side * 88} -34`, darker(hair, 0.2), 9, 0.9);
    }
    pen.line('M4 14q14 40 -6 56q10 6 20 2', darker(skin, 0.38), 5, 0.75);
    pen.path('M-36 104Q0 94 36 104Q0 134 -36 104Z', '#b9554f', { ink: 0.6 });
    pen.path(
      'M-146 20C-168 -120 -96 -206 0 -206C96 -206 168 -120 146 20C140 -40 124 -70 104 -88C60 -70 -10 -74 -52 -112C-64 -70 -110 -60 -126 -40C-138 -20 -142 0 -146 20Z',
      hair,
      { ink: 1.1 },
    );
    pen.line(
      'M-110 -110q40 -60 96 -74M-60 -120q50 -46 110 -52M60 -100q40 10 62 44',
      lighter(hair, 0.32),
      7,
      0.6,
    );
    if (/\b(wizard|witch)\b/i.test(prompt)) {
      pen.path('M-210 -110Q0 -180 210 -110Q120 -86 0 -96Q-120 -86 -210 -110Z', '#3f3a6a', { ink: 1.1 });
      pen.path('M-118 -124C-70 -240 -10 -330 70 -400C60 -300 90 -200 120 -126Q0 -160 -118 -124Z', '#4b4580', {
        ink: 1.1,
      });
      pen.path('M-112 -142Q0 -176 112 -144L118 -122Q0 -156 -120 -118Z', '#d9a24a', { ink: 0.7 });
    } else if (/\b(king|queen|princess|prince)\b/i.test(prompt)) {
      pen.path(
        'M-110 -150L-122 -250L-60 -196L0 -270L60 -196L122 -250L110 -150Q0 -180 -110 -150Z',
        '#e6b13f',
        { ink: 1.1 },
      );
      for (const x of [-60, 0, 60]) pen.ellipse(x, -178, 11, 12, '#c9405a', { ink: 0.5 });
    } else if (/\b(knight|warrior|samurai|astronaut)\b/i.test(prompt)) {
      pen.path(
        'M-164 60C-184 -130 -100 -226 0 -226C100 -226 184 -130 164 60L128 60C136 -50 110 -84 0 -90C-110 -84 -136 -50 -128 60Z',
        '#aab4c0',
        { ink: 1.2 },
      );
      pen.path('M-8 -226C30 -330 150 -300 190 -190C120 -240 60 -230 8 -216Z', '#b9405a', { ink: 1 });
    }
  });
}
