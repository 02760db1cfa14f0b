import type { Answer } from '../report';
import type { SeriesShape } from './seriesLook';
import { element, pathOf } from './svg';

const RADIUS = 4.5;

/** The look of a marker: its colour, and the ground that hollow ones show. */
interface MarkerLook {
  colour: string;
  surface: string;
}

/** A point of a file: its own shape tells the file without colour. */
export function fileMarker(
  x: number,
  y: number,
  shape: SeriesShape,
  { colour, surface }: MarkerLook,
): string {
  const filled = { fill: colour, stroke: surface, 'stroke-width': 1 };
  const drawn = { fill: 'none', stroke: colour, 'stroke-width': 2 };
  const r = RADIUS;
  switch (shape) {
    case 'circle':
      return element('circle', { cx: x, cy: y, r, ...filled });
    case 'rect':
      return element('rect', { x: x - r, y: y - r, width: 2 * r, height: 2 * r, ...filled });
    case 'triangle':
      return triangle(x, y, -1, filled);
    case 'rectRot':
      return element('path', {
        d: `${pathOf([
          [x, y - 6],
          [x + 6, y],
          [x, y + 6],
          [x - 6, y],
        ])}Z`,
        ...filled,
      });
    case 'crossRot':
      return element('path', {
        d:
          pathOf([
            [x - r, y - r],
            [x + r, y + r],
          ]) +
          pathOf([
            [x + r, y - r],
            [x - r, y + r],
          ]),
        ...drawn,
      });
    case 'star':
      return element('path', {
        d: [0, 60, 120]
          .map((degrees) => {
            const [dx, dy] = [
              5.5 * Math.cos((degrees * Math.PI) / 180),
              5.5 * Math.sin((degrees * Math.PI) / 180),
            ];
            return pathOf([
              [x - dx, y - dy],
              [x + dx, y + dy],
            ]);
          })
          .join(''),
        ...drawn,
      });
  }
}

/** A point of the only file: up for better, down for worse, a ring for not decided yet. */
export function answerMarker(x: number, y: number, answer: Answer, { colour, surface }: MarkerLook): string {
  if (answer === 'undecided') {
    return element('circle', { cx: x, cy: y, r: RADIUS, fill: surface, stroke: colour, 'stroke-width': 2 });
  }
  return triangle(x, y, answer === 'better' ? -1 : 1, { fill: colour, stroke: surface, 'stroke-width': 1 });
}

/** Towards -1 its tip is up, towards 1 down. */
function triangle(x: number, y: number, towards: 1 | -1, look: Record<string, string | number>): string {
  return element('path', {
    d: `${pathOf([
      [x, y + 6.5 * towards],
      [x + 6.5, y - 5 * towards],
      [x - 6.5, y - 5 * towards],
    ])}Z`,
    ...look,
  });
}
