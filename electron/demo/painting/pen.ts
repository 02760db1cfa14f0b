/** How the pen outlines: width of the lines in units of the sheet (0 = none), and their colour. */
export interface Ink {
  readonly width: number;
  readonly colour: string;
}

interface Marks {
  /** Factor on the outline's width; 0 for none. */
  readonly ink?: number;
  readonly opacity?: number;
}

/** Writes SVG on a sheet of 1024 x 1024 units. */
export class Pen {
  readonly ink: Ink;
  private readonly written: string[] = [];
  private readonly definitions: string[] = [];
  private names = 0;

  constructor(ink: Ink) {
    this.ink = ink;
  }

  path(d: string, fill: string, marks: Marks = {}): void {
    this.written.push(`<path d="${d}" fill="${fill}"${this.outline(marks)}/>`);
  }

  ellipse(x: number, y: number, rx: number, ry: number, fill: string, marks: Marks = {}): void {
    this.written.push(
      `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(rx)}" ry="${round(ry)}" fill="${fill}"${this.outline(marks)}/>`,
    );
  }

  box(
    x: number,
    y: number,
    width: number,
    height: number,
    fill: string,
    marks: Marks & { radius?: number } = {},
  ): void {
    this.written.push(
      `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${marks.radius ?? 0}" fill="${fill}"${this.outline(marks)}/>`,
    );
  }

  /** A line of its own colour and width, whatever the ink. */
  line(d: string, colour: string, width: number, opacity = 1): void {
    this.written.push(
      `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${round(width)}" stroke-linecap="round" stroke-linejoin="round" opacity="${round(opacity)}"/>`,
    );
  }

  /** A line that is there only when the pen has ink. */
  inkLine(d: string, factor = 1): void {
    if (this.ink.width > 0.3) this.line(d, this.ink.colour, this.ink.width * factor, 0.85);
  }

  /** A gradient; `across` from left to right, else from top to bottom. Out: a fill. */
  gradient(
    stops: readonly (readonly [at: number, colour: string, opacity?: number])[],
    across = false,
  ): string {
    return this.define(
      (id) =>
        `<linearGradient id="${id}" x1="0" y1="0" x2="${across ? 1 : 0}" y2="${across ? 0 : 1}">${stopsOf(stops)}</linearGradient>`,
    );
  }

  /** A round gradient, from the middle outwards. Out: a fill. */
  glow(stops: readonly (readonly [at: number, colour: string, opacity?: number])[]): string {
    return this.define((id) => `<radialGradient id="${id}">${stopsOf(stops)}</radialGradient>`);
  }

  /** All that `draw` writes, moved and sized together. */
  group(transform: string, draw: () => void, opacity = 1): void {
    this.written.push(`<g transform="${transform}"${opacity === 1 ? '' : ` opacity="${round(opacity)}"`}>`);
    draw();
    this.written.push('</g>');
  }

  /** All that `draw` writes, seen only inside a path. */
  clipped(d: string, draw: () => void): void {
    this.names += 1;
    const id = `c${this.names}`;
    this.definitions.push(`<clipPath id="${id}"><path d="${d}"/></clipPath>`);
    this.written.push(`<g clip-path="url(#${id})">`);
    draw();
    this.written.push('</g>');
  }

  /** The whole drawing, `width` x `height` pixels, its middle kept when the shape is not square. */
  svg(width: number, height: number): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 1024 1024" preserveAspectRatio="xMidYMid slice"><defs>${this.definitions.join('')}</defs>${this.written.join('')}</svg>`;
  }

  private define(write: (id: string) => string): string {
    this.names += 1;
    const id = `g${this.names}`;
    this.definitions.push(write(id));
    return `url(#${id})`;
  }

  private outline({ ink = 1, opacity }: Marks): string {
    const width = this.ink.width * ink;
    const stroke =
      width > 0.3
        ? ` stroke="${this.ink.colour}" stroke-width="${round(width)}" stroke-linejoin="round" stroke-linecap="round"`
        : '';
    return opacity === undefined ? stroke : `${stroke} opacity="${round(opacity)}"`;
  }
}

function stopsOf(stops: readonly (readonly [number, string, number?])[]): string {
  return stops
    .map(
      ([at, colour, opacity]) =>
        `<stop offset="${at}" stop-color="${colour}"${opacity === undefined ? '' : ` stop-opacity="${opacity}"`}/>`,
    )
    .join('');
}

/** Two decimals are enough on this sheet. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A smooth closed blob around a middle; `wobble` 0 is an ellipse. */
export function blob(
  x: number,
  y: number,
  rx: number,
  ry: number,
  wobble: number,
  next: () => number,
  points = 9,
): string {
  const corner = Array.from({ length: points }, (_, index) => {
    const angle = (index / points) * Math.PI * 2;
    const reach = 1 - wobble / 2 + wobble * next();
    return [x + Math.cos(angle) * rx * reach, y + Math.sin(angle) * ry * reach] as const;
  });
  return smooth(corner, true);
}

/** A smooth line through points (quadratic, through the middles of the sides). */
export function smooth(points: readonly (readonly [number, number])[], closed: boolean): string {
  const at = (index: number) => points[(index + points.length) % points.length] ?? ([0, 0] as const);
  const middle = (index: number) => {
    const [x, y] = at(index);
    const [x2, y2] = at(index + 1);
    return `${round((x + x2) / 2)} ${round((y + y2) / 2)}`;
  };
  const turn = (index: number) => `Q${round(at(index)[0])} ${round(at(index)[1])} ${middle(index)}`;
  if (closed) return `M${middle(-1)}${points.map((_, index) => turn(index)).join('')}Z`;
  const [x, y] = at(0);
  const [lastX, lastY] = at(-1);
  const turns = points.slice(1, -1).map((_, index) => turn(index + 1));
  return `M${round(x)} ${round(y)}${turns.join('')}L${round(lastX)} ${round(lastY)}`;
}
