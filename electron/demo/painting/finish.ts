import { Chance } from './chance';
import type { Style } from './style';

/** Smooth noise: a grid of lots, read with soft steps. In units of the grid. */
class Noise {
  private readonly grid: Float32Array;

  constructor(chance: Chance) {
    this.grid = Float32Array.from({ length: 64 * 64 }, () => chance.next() * 2 - 1);
  }

  /** From -1 to 1. */
  at(x: number, y: number): number {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const fx = x - left;
    const fy = y - top;
    const sx = fx * fx * (3 - 2 * fx);
    const sy = fy * fy * (3 - 2 * fy);
    const one = this.grid[((top & 63) << 6) | (left & 63)] ?? 0;
    const two = this.grid[((top & 63) << 6) | ((left + 1) & 63)] ?? 0;
    const three = this.grid[(((top + 1) & 63) << 6) | (left & 63)] ?? 0;
    const four = this.grid[(((top + 1) & 63) << 6) | ((left + 1) & 63)] ?? 0;
    return (one + (two - one) * sx) * (1 - sy) + (three + (four - three) * sx) * sy;
  }
}

const ROWS_AT_ONCE = 64;

export interface FinishRequest {
  readonly rgb: Buffer;
  readonly width: number;
  readonly height: number;
  readonly style: Style;
  /** Decides grain and wobble; the same for all pictures of one prompt and seed. */
  readonly word: string;
}

/** Gives a drawn picture its look: the wobble of the hand, the colours, paper and brush, and what burns. */
export async function finishPicture({ rgb, width, height, style, word }: FinishRequest): Promise<Buffer> {
  const chance = new Chance(`finish|${word}`);
  const noise = new Noise(chance);
  const grain = grainOf(chance);
  const out = Buffer.allocUnsafe(rgb.length);
  const unit = Math.max(width, height) / 1024;
  const moves = style.wobble > 0;
  const rows = displacement(noise, width, height, unit, style.wobble);
  const curve = toneCurve(style);
  const saturation = 0.92 + 0.32 * style.rich + 0.75 * style.burn - 0.55 * style.fade;
  const grainSize = 3 + 17 * style.brush + 26 * style.burn;
  const pigment = 20 * style.brush;
  const vignette = 0.1 + 0.1 * style.rich + 0.22 * style.burn;
  const ghost = style.burn > 0.35 ? Math.round(7 * unit * style.burn) : 0;
  for (let y = 0; y < height; y += 1) {
    // Whoever shares the process gets a turn every few milliseconds.
    if (y % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    const down = (y / height - 0.5) * 2;
    const top = (y >> 2) * rows.stride;
    const fy = (y & 3) / 4;
    for (let x = 0; x < width; x += 1) {
      const at = top + (x >> 2);
      const fx = (x & 3) / 4;
      let sx = x;
      let sy = y;
      if (moves) {
        sx = held(x + between(rows.dx, at, rows.stride, fx, fy), width - 1.001);
        sy = held(y + between(rows.dy, at, rows.stride, fx, fy), height - 1.001);
      }
      const from = ((sy | 0) * width + (sx | 0)) * 3;
      const shift = ghost * 3;
      let r = soft(rgb, from + shift, width, sx, sy);
      const g = soft(rgb, from + 1, width, sx, sy);
      let b = soft(rgb, from + 2 - shift, width, sx, sy);
      if (r < 0) r = g;
      if (b < 0) b = g;
      const light = 0.3 * r + 0.59 * g + 0.11 * b;
      const across = (x / width - 0.5) * 2;
      const edge = 1 - vignette * (across * across + down * down) * 0.5;
      const speck =
        (grain[((y & 255) << 8) | (x & 255)] ?? 0) * grainSize +
        between(rows.pigment, at, rows.stride, fx, fy) * pigment;
      const to = (y * width + x) * 3;
      out[to] = curve[level((light + (r - light) * saturation) * edge + speck)] ?? 0;
      out[to + 1] = curve[level((light + (g - light) * saturation) * edge + speck * 0.96)] ?? 0;
      out[to + 2] = curve[level((light + (b - light) * saturation) * edge + speck * 0.86)] ?? 0;
    }
  }
  return out;
}

/** A coarse field read between its cells. */
function between(field: Float32Array, at: number, stride: number, fx: number, fy: number): number {
  const one = field[at] ?? 0;
  const two = field[at + 1] ?? one;
  const three = field[at + stride] ?? one;
  const four = field[at + stride + 1] ?? three;
  return (one + (two - one) * fx) * (1 - fy) + (three + (four - three) * fx) * fy;
}

/** One channel of the drawing between its pixels; -1 outside of it. */
function soft(rgb: Buffer, at: number, width: number, sx: number, sy: number): number {
  const one = rgb[at] ?? -1;
  if (sx === (sx | 0) && sy === (sy | 0)) return one;
  const two = rgb[at + 3] ?? one;
  const three = rgb[at + width * 3] ?? one;
  const four = rgb[at + width * 3 + 3] ?? three;
  const fx = sx - (sx | 0);
  const fy = sy - (sy | 0);
  return (one + (two - one) * fx) * (1 - fy) + (three + (four - three) * fx) * fy;
}

function held(value: number, highest: number): number {
  return value < 0 ? 0 : value > highest ? highest : value;
}

function level(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : (value + 0.5) | 0;
}

function clamp(value: number, highest: number): number {
  return value < 0 ? 0 : value > highest ? highest : value;
}

/** Paper: fine grain from -1 to 1, repeating every 256 pixels. */
function grainOf(chance: Chance): Float32Array {
  const grain = new Float32Array(256 * 256);
  for (let at = 0; at < grain.length; at += 1) {
    grain[at] = chance.next() + chance.next() - 1;
  }
  return grain;
}

/** Where each block of 4 x 4 pixels is taken from, and how much pigment lies there. */
function displacement(noise: Noise, width: number, height: number, unit: number, wobble: number) {
  const stride = (width >> 2) + 2;
  const count = stride * ((height >> 2) + 2);
  const dx = new Float32Array(count);
  const dy = new Float32Array(count);
  const pigment = new Float32Array(count);
  for (let row = 0; row < (height >> 2) + 2; row += 1) {
    for (let column = 0; column < stride; column += 1) {
      const x = (column * 4) / unit;
      const y = (row * 4) / unit;
      const at = row * stride + column;
      if (wobble > 0) {
        dx[at] = noise.at(x / 46, y / 46) * wobble * unit;
        dy[at] = noise.at(x / 46 + 31.7, y / 46 + 17.3) * wobble * unit;
      }
      pigment[at] = noise.at(x / 90 + 7, y / 90 + 41) * 0.6 + noise.at(x / 21 + 3, y / 24) * 0.4;
    }
  }
  return { stride, dx, dy, pigment };
}

/** From light in to light out: soft for the plain painter, fuller with style, hard steps when burnt. */
function toneCurve(style: Style): Uint8Array {
  const curve = new Uint8Array(256);
  const contrast = 0.92 + 0.17 * style.rich + 0.75 * style.burn - 0.3 * style.fade;
  const steps = style.burn > 0.5 ? Math.max(4, Math.round(12 - 4.5 * style.burn)) : 0;
  for (let value = 0; value < 256; value += 1) {
    let level = (value / 255 - 0.52) * contrast + 0.54 + 0.03 * style.fade;
    if (steps > 0) {
      const stepped = Math.round(level * steps) / steps;
      level += (stepped - level) * Math.min(1, style.burn - 0.25);
    }
    curve[value] = clamp(Math.round(level * 255), 255);
  }
  return curve;
}
