import { halvesOf } from '../drift';
import { countText, dayText, numberText, percentText } from '../figureText';
import type { Stretch } from '../metricDetail';
import type { MetricReport } from '../report';
import { leaning } from './chartColours';
import { type Canvas, type Drawing, TICK } from './drawing';
import { evenName } from './evenName';
import { crisp, element, label, line, pathOf } from './svg';

const LEFT = 46;
const RIGHT = 24;
const TOP = 12;
const AXIS = 44;
/** The strip of votes won and lost under the curve. */
const STRIP = 64;
const GAP = 14;

/**
 * The course of the votes: the share won so far with its interval, and under it what each stretch brought, won above and lost
 * below its line. Null when no vote of the metric is decided.
 */
export function timeDrawing({ metric, over_time: stretches }: MetricReport, canvas: Canvas): Drawing | null {
  const { width, height, colours } = canvas;
  const all = stretches.reduce((sum, { votes }) => sum + votes, 0);
  const known = placed(stretches).filter(({ rate }) => rate !== null);
  const last = known.at(-1);
  if (last === undefined || all === 0) return null;
  const x = (votes: number) => LEFT + (votes / all) * (width - LEFT - RIGHT);
  const bottom = height - AXIS - STRIP - GAP;
  const y = (share: number) => TOP + (1 - share) * (bottom - TOP);
  const blue = leaning(colours, 'lora');
  const out: string[] = [];
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const at = crisp(y(share));
    const look =
      share === 0.5 ? { stroke: colours.reference, 'stroke-dasharray': '4 3' } : { stroke: colours.grid };
    out.push(line(LEFT, at, width - RIGHT, at, look));
    out.push(
      label(`${share * 100}%`, {
        x: LEFT - 8,
        y: at + 4,
        'text-anchor': 'end',
        'font-size': TICK,
        fill: colours.inkFaint,
      }),
    );
  }
  const banded = known.filter(({ low, high }) => low !== null && high !== null);
  const upper = banded.map(({ end, high }) => [x(end), y(high ?? 0)] as const);
  const lower = banded.map(({ end, low }) => [x(end), y(low ?? 0)] as const).reverse();
  if (banded.length > 1)
    out.push(element('path', { d: `${pathOf([...upper, ...lower])}Z`, fill: blue, 'fill-opacity': 0.14 }));
  const curve = known.map(({ end, rate }) => [x(end), y(rate ?? 0)] as const);
  if (curve.length > 1)
    out.push(
      element('path', {
        d: pathOf(curve),
        fill: 'none',
        stroke: blue,
        'stroke-width': 2,
        'stroke-linejoin': 'round',
      }),
    );
  for (const [cx, cy] of curve) out.push(element('circle', { cx, cy, r: 2.5, fill: blue }));
  const points = curve.map(([cx, cy]) => ({ left: cx - 8, right: cx + 8, top: cy - 4, bottom: cy + 4 }));
  out.push(evenName({ left: LEFT, right: width - RIGHT, even: y(0.5) }, points, [], colours));
  out.push(strip(stretches, x, height - AXIS - STRIP, canvas), axis(stretches, all, x, canvas));
  const interval =
    last.low === null || last.high === null
      ? ''
      : `, 95% interval ${percentText(last.low)} to ${percentText(last.high)}%`;
  return {
    subject: metric,
    shows: 'LoRA preferred, in the order of voting',
    unit: '% of decided votes so far',
    finding: `${metric}: share of decided votes for the LoRA as the votes came in. After ${countText(all, 'vote')} it was ${percentText(last.rate ?? 0)}%${interval}.${halvesText(stretches)}`,
    width,
    height,
    body: out.join(''),
  };
}

/** Each stretch with the votes up to its end. */
function placed(stretches: readonly Stretch[]) {
  let end = 0;
  return stretches.map(({ votes, win_rate_so_far: rate, low, high }) => {
    end += votes;
    return { end, rate, low, high };
  });
}

/** What each stretch brought: votes won above the line, votes lost below it. */
function strip(
  stretches: readonly Stretch[],
  x: (votes: number) => number,
  top: number,
  { width, colours }: Canvas,
): string {
  const middle = top + STRIP / 2;
  const most = Math.max(1, ...stretches.flatMap(({ wins, losses }) => [wins, losses]));
  const scale = (STRIP / 2 - 2) / most;
  const out = [line(LEFT, crisp(middle), width - RIGHT, crisp(middle), { stroke: colours.grid })];
  let before = 0;
  for (const { votes, wins, losses } of stretches) {
    const [from, to] = [x(before), x(before + votes)];
    before += votes;
    const wide = Math.max(1, Math.min(24, to - from - 2));
    const left = (from + to - wide) / 2;
    if (wins > 0)
      out.push(
        element('rect', {
          x: left,
          y: middle - wins * scale,
          width: wide,
          height: wins * scale,
          fill: leaning(colours, 'lora'),
        }),
      );
    if (losses > 0)
      out.push(
        element('rect', {
          x: left,
          y: middle + 1,
          width: wide,
          height: losses * scale,
          fill: leaning(colours, 'baseline'),
        }),
      );
  }
  const look = { x: LEFT - 8, 'text-anchor': 'end', 'font-size': TICK, fill: colours.inkFaint };
  out.push(label('won', { y: middle - 8, ...look }), label('lost', { y: middle + 18, ...look }));
  return out.join('');
}

function axis(
  stretches: readonly Stretch[],
  all: number,
  x: (votes: number) => number,
  { width, height, colours }: Canvas,
): string {
  const look = { y: height - 24, 'font-size': TICK, fill: colours.inkFaint };
  const days = [stretches[0]?.from, stretches.at(-1)?.to].map((at) => (at === undefined ? '' : dayText(at)));
  return [
    label('0', { x: x(0), 'text-anchor': 'middle', ...look }),
    label(numberText(all), { x: x(all), 'text-anchor': 'middle', ...look }),
    label(days[0] ?? '', { x: LEFT, ...look, y: height - 6 }),
    label('Votes, in the order in which they were given', {
      x: (LEFT + width - RIGHT) / 2,
      'text-anchor': 'middle',
      ...look,
      y: height - 6,
    }),
    label(days[1] ?? '', { x: width - RIGHT, 'text-anchor': 'end', ...look, y: height - 6 }),
  ].join('');
}

/** What somebody who does not see the course is told of it: its two halves. */
function halvesText(stretches: readonly Stretch[]): string {
  const halves = halvesOf(stretches);
  if (halves === null) return '';
  const [first, second] = halves;
  return ` First half: ${first.wins} of ${first.n} won; second half: ${second.wins} of ${second.n}.`;
}
