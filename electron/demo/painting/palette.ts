import type { Chance } from './chance';
import { lighter, mix } from './colour';
import type { Hour, Scene } from './scene';

export interface Palette {
  readonly sky: readonly [string, string, string];
  readonly far: string;
  readonly hill: string;
  readonly near: string;
  readonly ground: string;
  readonly water: string;
  readonly foliage: readonly [string, string, string];
  readonly light: string;
  /** Laid over everything but the lights. */
  readonly tint: string;
  readonly tintShare: number;
  readonly lit: boolean;
}

const HOURS: Readonly<Record<Hour, Omit<Palette, 'foliage'>>> = {
  day: {
    sky: ['#6eb2d8', '#b9dfe8', '#f4efdc'],
    far: '#93b7c9',
    hill: '#86b494',
    near: '#6aa06c',
    ground: '#93bd70',
    water: '#5fa3bd',
    light: '#fff3cf',
    tint: '#fff0d0',
    tintShare: 0.05,
    lit: false,
  },
  sunset: {
    sky: ['#51508f', '#db7788', '#fbc079'],
    far: '#8b6f9d',
    hill: '#7a668c',
    near: '#6d7a62',
    ground: '#97945f',
    water: '#8a6d95',
    light: '#ffd590',
    tint: '#f08a5c',
    tintShare: 0.16,
    lit: true,
  },
  night: {
    sky: ['#121a3d', '#28407a', '#5a7fae'],
    far: '#38507f',
    hill: '#35567a',
    near: '#3d6a63',
    ground: '#4d7d6a',
    water: '#2f5585',
    light: '#fff2c4',
    tint: '#152456',
    tintShare: 0.2,
    lit: true,
  },
  mist: {
    sky: ['#a8c0d4', '#e3d6d6', '#fbe7cc'],
    far: '#b6c3cc',
    hill: '#9fb5a9',
    near: '#84a283',
    ground: '#a9bd8a',
    water: '#8fb3bd',
    light: '#fff1d8',
    tint: '#f3e6da',
    tintShare: 0.13,
    lit: false,
  },
};

/** The colours of a scene; the seed shifts them a little. */
export function paletteOf(scene: Scene, chance: Chance): Palette {
  const base = HOURS[scene.hour];
  const lean = chance.of(['#f2c08a', '#8fb7d9', '#d9a0b5', '#a8c78e']);
  const shift = chance.between(0.03, 0.13);
  const sky = base.sky.map((colour) => mix(colour, lean, shift)) as [string, string, string];
  const winter = scene.season === 'winter';
  const ground = winter ? mix('#eef4f8', base.ground, scene.hour === 'night' ? 0.28 : 0.12) : base.ground;
  const near = winter ? mix('#d5e3ea', base.near, 0.35) : base.near;
  const hill = winter ? mix('#cfdde6', base.hill, 0.45) : base.hill;
  const autumn = scene.season === 'autumn';
  return {
    ...base,
    sky: scene.rain
      ? [mix(sky[0], '#6b7686', 0.55), mix(sky[1], '#8d97a3', 0.5), mix(sky[2], '#b4bac0', 0.45)]
      : sky,
    ground: autumn ? mix(ground, '#c99a52', 0.35) : ground,
    near: autumn ? mix(near, '#c07f45', 0.3) : near,
    hill,
    foliage: foliageOf(scene, chance, winter),
  };
}

function foliageOf(scene: Scene, chance: Chance, winter: boolean): [string, string, string] {
  if (winter) return ['#3f6f70', '#588a86', '#2f5a60'];
  if (scene.season === 'autumn')
    return chance.of([
      ['#d9772f', '#e8a13c', '#b5532a'],
      ['#c9542f', '#e0843b', '#96402c'],
    ]);
  if (scene.season === 'spring') return ['#e8a9bb', '#f3c9d3', '#cf8aa3'];
  return chance.of([
    ['#5d9a55', '#7fb668', '#457d4a'],
    ['#4f8f66', '#74ae7c', '#3b7257'],
  ]);
}

/** A colour as it looks far away, in the air of the scene. */
export function inAir(colour: string, palette: Palette, share: number): string {
  return mix(colour, lighter(palette.sky[2], 0.1), share);
}
