import type { Chance } from './chance';
import { darker, lighter } from './colour';
import { blob, type Pen, round } from './pen';

interface Coat {
  readonly main: string;
  readonly belly: string;
  readonly dark: string;
  readonly ears: 'point' | 'long' | 'round' | 'floppy';
  readonly tail: 'brush' | 'slim' | 'puff';
  readonly eye: string;
  readonly whiskers: boolean;
  readonly cheeks: boolean;
  readonly stripes: boolean;
}

/** A coat of each animal; the seed chooses among a few. */
export function coatOf(kind: 'fox' | 'cat' | 'dog' | 'rabbit' | 'bear', chance: Chance): Coat {
  if (kind === 'fox') {
    return {
      main: chance.of(['#d9732f', '#e0843a', '#c9622c']),
      belly: '#fbf1e2',
      dark: '#4a2f2a',
      ears: 'point',
      tail: 'brush',
      eye: '#2b1c18',
      whiskers: false,
      cheeks: true,
      stripes: false,
    };
  }
  if (kind === 'cat') {
    const main = chance.of(['#8f8790', '#d99a55', '#4c4a55', '#e9dcc6']);
    return {
      main,
      belly: lighter(main, 0.7),
      dark: darker(main, 0.45),
      ears: 'point',
      tail: 'slim',
      eye: chance.of(['#7fa85a', '#d6a63c', '#5f9fb0']),
      whiskers: true,
      cheeks: false,
      stripes: chance.yes(0.6),
    };
  }
  if (kind === 'dog') {
    return {
      main: chance.of(['#c98f55', '#8a5d3f', '#e2c08c']),
      belly: '#fbf0df',
      dark: '#53372b',
      ears: 'floppy',
      tail: 'slim',
      eye: '#2b1c18',
      whiskers: false,
      cheeks: true,
      stripes: false,
    };
  }
  if (kind === 'rabbit') {
    return {
      main: chance.of(['#c3b3a3', '#a98f79', '#efe6da']),
      belly: '#fffaf2',
      dark: '#7d6556',
      ears: 'long',
      tail: 'puff',
      eye: '#2b1c18',
      whiskers: true,
      cheeks: false,
      stripes: false,
    };
  }
  return {
    main: chance.of(['#8b5e3c', '#6d4a37', '#a4754b']),
    belly: '#d9b98f',
    dark: '#41291f',
    ears: 'round',
    tail: 'puff',
    eye: '#1f1512',
    whiskers: false,
    cheeks: false,
    stripes: false,
  };
}

/** Draws an animal that sits and looks at us; its feet at 0, 0, about 520 units high. */
export function drawSittingAnimal(pen: Pen, chance: Chance, coat: Coat): void {
  const { main, belly, dark } = coat;
  const shade = darker(main, 0.2);
  const bright = lighter(main, 0.22);
  pen.ellipse(10, 4, 210, 26, '#20202c', { ink: 0, opacity: 0.2 });
  drawTail(pen, coat, shade);
  const body = 'M-112 0C-160 -120 -124 -262 -46 -306L46 -306C124 -262 160 -120 112 0Z';
  pen.path(body, main, { ink: 1.1 });
  pen.clipped(body, () => {
    pen.path('M40 -320C150 -250 170 -100 130 20L60 20C96 -90 96 -220 40 -320Z', shade, {
      ink: 0,
      opacity: 0.75,
    });
    for (let hair = 0; hair < 46; hair += 1) {
      const x = chance.between(-120, 120);
      const y = chance.between(-280, -20);
      pen.line(
        `M${round(x)} ${round(y)}q${round(-x * 0.05)} 12 ${round(x * 0.05)} 22`,
        chance.yes(0.5) ? bright : shade,
        3,
        0.55,
      );
    }
    if (coat.stripes) {
      for (let stripe = 0; stripe < 5; stripe += 1) {
        const y = -250 + stripe * 48;
        pen.line(`M-140 ${y}q50 22 78 4M140 ${y}q-50 22 -78 4`, dark, 9, 0.55);
      }
    }
  });
  pen.ellipse(-84, -46, 52, 56, main, { ink: 0.8 });
  pen.ellipse(84, -46, 52, 56, shade, { ink: 0.8 });
  pen.path(
    'M-52 -300C-80 -226 -50 -160 -26 -150Q-14 -172 0 -138Q14 -172 26 -150C50 -160 80 -226 52 -300Z',
    belly,
    { ink: 0.5 },
  );
  pen.line('M-22 -252q8 22 2 40M10 -240q8 22 2 40M-6 -206q6 18 2 30', darker(belly, 0.18), 4, 0.7);
  for (const side of [-1, 1]) {
    pen.path(
      `M${side * 10} -168C${side * 6} -90 ${side * 4} -30 ${side * 6} 0L${side * 56} 0C${side * 62} -60 ${side * 60} -120 ${side * 46} -172Z`,
      side < 0 ? main : shade,
      { ink: 0.9 },
    );
    pen.path(
      `M${side * 5} -46L${side * 6} 0Q${side * 32} 12 ${side * 58} 0L${side * 59} -46Q${side * 32} -60 ${side * 5} -46Z`,
      coat.ears === 'point' && coat.tail === 'brush' ? dark : lighter(main, 0.3),
      { ink: 0.8 },
    );
    pen.line(`M${side * 22} -4v-12M${side * 40} -4v-12`, darker(dark, 0.3), 3, 0.7);
  }
  drawHead(pen, chance, coat, shade, bright);
}

function drawTail(pen: Pen, coat: Coat, shade: string): void {
  if (coat.tail === 'brush') {
    const tail = 'M84 -22C200 26 322 -40 312 -190C306 -262 262 -284 240 -232C222 -150 176 -96 86 -102Z';
    pen.path(tail, coat.main, { ink: 1.1 });
    pen.clipped(tail, () => {
      pen.path('M100 0C220 40 340 -40 330 -200L292 -190C296 -90 210 -20 90 -34Z', shade, {
        ink: 0,
        opacity: 0.8,
      });
      pen.path('M210 -196Q262 -160 340 -186L330 -300L220 -300Z', coat.belly, { ink: 0.6 });
    });
  } else if (coat.tail === 'slim') {
    pen.line(
      'M96 -36C190 4 250 -40 236 -120C228 -166 262 -186 284 -166',
      pen.ink.colour,
      34 + pen.ink.width * 2,
      pen.ink.width > 0.3 ? 1 : 0,
    );
    pen.line('M96 -36C190 4 250 -40 236 -120C228 -166 262 -186 284 -166', shade, 34);
    pen.line('M110 -36C190 -6 236 -40 226 -116', coat.main, 15, 0.8);
  } else {
    pen.path(
      blob(128, -52, 42, 40, 0.2, () => 0.5),
      coat.belly,
      { ink: 0.9 },
    );
  }
}

function drawHead(pen: Pen, chance: Chance, coat: Coat, shade: string, bright: string): void {
  const tilt = chance.between(-7, 7);
  pen.group(`translate(0 -384) rotate(${round(tilt)})`, () => {
    drawEars(pen, coat, shade);
    const pointed = coat.cheeks && coat.ears === 'point';
    const head = pointed
      ? 'M0 122C-52 108 -120 58 -158 22C-142 -18 -120 -52 -92 -72C-40 -100 40 -100 92 -72C120 -52 142 -18 158 22C120 58 52 108 0 122Z'
      : 'M0 108C-90 108 -142 60 -140 0C-138 -66 -76 -104 0 -104C76 -104 138 -66 140 0C142 60 90 108 0 108Z';
    pen.path(head, coat.main, { ink: 1.1 });
    pen.clipped(head, () => {
      pen.path('M40 -110C120 -70 150 0 60 124L180 124L180 -110Z', shade, { ink: 0, opacity: 0.5 });
      pen.line(
        'M-30 -84q8 20 2 34M0 -92v38M30 -84q-8 20 -2 34',
        coat.stripes ? coat.dark : bright,
        coat.stripes ? 9 : 6,
        0.6,
      );
      if (coat.cheeks) {
        const cheek = pointed
          ? 'M0 124C-52 108 -122 56 -160 20C-112 -6 -58 2 -34 34C-18 58 -8 92 0 124Z'
          : 'M-4 112C-60 108 -70 60 -42 34C-24 20 -8 20 0 20Z';
        pen.path(cheek, coat.belly, { ink: 0.4 });
        pen.group('scale(-1 1)', () => pen.path(cheek, coat.belly, { ink: 0.4 }));
      } else {
        pen.ellipse(0, 66, 64, 46, coat.belly, { ink: 0.4 });
      }
    });
    for (const side of [-1, 1]) {
      const wide = coat.eye === '#2b1c18' || coat.eye === '#1f1512' ? 15 : 22;
      pen.ellipse(side * 56, -6, wide, 21, coat.eye, { ink: 0.7 });
      if (wide > 15) pen.ellipse(side * 56, -6, 8, 18, '#1b1620', { ink: 0 });
      pen.ellipse(side * 56 - 5, -13, 5, 6, '#ffffff', { ink: 0 });
      if (coat.whiskers)
        pen.line(
          `M${side * 40} 62l${side * 92} -14M${side * 42} 72l${side * 96} 4`,
          lighter(coat.belly, 0.3),
          3.4,
          0.9,
        );
    }
    const nose = pointed ? 104 : 52;
    pen.path(
      `M-19 ${nose - 14}Q0 ${nose - 22} 19 ${nose - 14}Q12 ${nose + 8} 0 ${nose + 10}Q-12 ${nose + 8} -19 ${nose - 14}Z`,
      coat.whiskers ? '#c97c78' : '#2b2026',
      { ink: 0.5 },
    );
    if (!pointed)
      pen.line(
        `M0 ${nose + 10}v12M0 ${nose + 22}q-16 14 -30 2M0 ${nose + 22}q16 14 30 2`,
        coat.dark,
        4.5,
        0.85,
      );
  });
}

function drawEars(pen: Pen, coat: Coat, shade: string): void {
  for (const side of [-1, 1]) {
    const colour = side < 0 ? coat.main : shade;
    pen.group(`scale(${side} 1)`, () => {
      if (coat.ears === 'point') {
        pen.path('M34 -82C62 -120 92 -160 128 -186C140 -130 138 -80 122 -30Z', colour, { ink: 1.1 });
        pen.path(
          'M66 -80C84 -112 102 -136 118 -152C124 -116 122 -86 112 -56Z',
          coat.tail === 'brush' ? coat.dark : '#d99a9a',
          { ink: 0.4 },
        );
      } else if (coat.ears === 'long') {
        pen.path('M26 -80C20 -180 40 -270 78 -290C112 -262 108 -160 88 -74Z', colour, { ink: 1.1 });
        pen.path('M46 -92C44 -170 56 -236 76 -256C92 -226 88 -156 76 -90Z', '#e3aaa6', { ink: 0.3 });
      } else if (coat.ears === 'round') {
        pen.ellipse(98, -84, 46, 46, colour, { ink: 1.1 });
        pen.ellipse(98, -80, 26, 26, coat.belly, { ink: 0.3 });
      } else {
        pen.path(
          'M70 -88C130 -110 176 -66 172 20C170 70 136 84 120 50C116 6 104 -40 70 -88Z',
          darker(colour, 0.3),
          { ink: 1.1 },
        );
      }
    });
  }
}

/** Draws an owl on a branch; the branch at 0, 0, the bird about 430 units high. */
export function drawOwl(pen: Pen, chance: Chance, leaf: string): void {
  const main = chance.of(['#9a7350', '#7e6a5e', '#b08a5c', '#8794a0']);
  const pale = lighter(main, 0.6);
  const shade = darker(main, 0.26);
  const iris = chance.of(['#f2b632', '#eaa02e', '#e8c04a']);
  pen.path(
    'M-420 34C-260 -6 -120 20 0 6C140 -8 280 24 440 -22L444 10C300 52 150 26 0 40C-140 54 -280 30 -418 64Z',
    '#6f5140',
    { ink: 1 },
  );
  pen.line('M-300 40q80 -14 160 -4M90 24q90 -6 190 4', darker('#6f5140', 0.35), 4, 0.7);
  for (let twig = 0; twig < 9; twig += 1) {
    const x = chance.between(-400, 400);
    const up = chance.yes(0.5) ? -1 : 1;
    pen.group(`translate(${round(x)} 20) rotate(${chance.whole(-40, 40)}) scale(1 ${up})`, () =>
      pen.path('M0 0C-22 -18 -22 -46 0 -66C22 -46 22 -18 0 0Z', chance.yes(0.5) ? leaf : darker(leaf, 0.2), {
        ink: 0.6,
      }),
    );
  }
  pen.path('M-52 -10L-40 96L0 112L40 96L52 -10Z', shade, { ink: 1 });
  const body =
    'M0 18C-112 18 -152 -96 -138 -214C-128 -318 -84 -370 0 -372C84 -370 128 -318 138 -214C152 -96 112 18 0 18Z';
  pen.path(body, main, { ink: 1.1 });
  pen.clipped('M0 10C-76 10 -96 -80 -88 -160C-70 -206 70 -206 88 -160C96 -80 76 10 0 10Z', () => {
    pen.box(-120, -220, 240, 250, pale, { ink: 0 });
    for (let row = 0; row < 6; row += 1) {
      for (let column = -3; column <= 3; column += 1) {
        const x = column * 36 + (row % 2) * 18;
        pen.line(`M${x - 14} ${-168 + row * 32}q14 20 28 0`, shade, 6, 0.6);
      }
    }
  });
  for (const side of [-1, 1]) {
    pen.group(`scale(${side} 1)`, () => {
      pen.path(
        'M96 -236C160 -200 176 -86 128 16C96 -26 74 -120 96 -236Z',
        side < 0 ? darker(main, 0.12) : shade,
        { ink: 1 },
      );
      pen.line('M112 -180q18 22 16 44M112 -130q16 22 12 44M112 -84q12 20 8 38', darker(main, 0.42), 5, 0.65);
      pen.path('M20 -350C52 -372 92 -398 118 -432C124 -384 116 -344 92 -312Z', shade, { ink: 1 });
      pen.ellipse(56, -270, 66, 68, pale, { ink: 0.9 });
      pen.ellipse(54, -270, 40, 42, iris, { ink: 0.9 });
      pen.ellipse(52, -270, 22, 24, '#1d1720', { ink: 0 });
      pen.ellipse(44, -280, 8, 9, '#ffffff', { ink: 0 });
      pen.path('M14 8C6 22 8 36 16 44L30 30L40 46L52 30L64 42C72 30 66 14 58 4Z', '#d9a441', { ink: 0.7 });
    });
  }
  pen.path('M-18 -262Q0 -276 18 -262Q12 -226 0 -212Q-12 -226 -18 -262Z', '#d98f2f', { ink: 0.8 });
}
