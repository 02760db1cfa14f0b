/** Where a light is at home: outdoors by day, indoors, at night ... A scene names those that fit it. */
export type LightSort =
  | 'sun'
  | 'grey'
  | 'low'
  | 'night'
  | 'city'
  | 'day'
  | 'cosy'
  | 'bright'
  | 'studio'
  | 'sea'
  | 'space';

export interface Light {
  /** Reads well behind “in”. */
  readonly text: string;
  readonly sort: LightSort;
  /** It fits plain pictures too, not only those that try what a LoRA can do. */
  readonly isPlain: boolean;
}

/** The first lights of these sorts are everyday ones. */
const PLAIN: readonly LightSort[] = [
  'sun',
  'grey',
  'low',
  'city',
  'day',
  'cosy',
  'bright',
  'studio',
  'sea',
  'space',
];
const PLAIN_OF_EACH = 2;

const lights = (sort: LightSort, ...texts: readonly string[]): Light[] =>
  texts.map((text, index) => ({ text, sort, isPlain: PLAIN.includes(sort) && index < PLAIN_OF_EACH }));

export const LIGHTS: readonly Light[] = [
  ...lights(
    'sun',
    'clear morning light',
    'soft afternoon sunlight',
    'bright midday sunlight',
    'strong sunlight with crisp shadows',
    'hazy sunlight',
  ),
  ...lights(
    'grey',
    'soft overcast light',
    'diffuse light under a cloudy sky',
    'the pale light of a misty morning',
    'the flat gray light of a rainy day',
    'dramatic light before a storm',
  ),
  ...lights(
    'low',
    'golden evening light',
    'low morning sunlight',
    'the last light of sunset',
    'warm backlight from a low sun',
    'the blue light before sunrise',
    'deep blue dusk',
  ),
  ...lights('night', 'pale moonlight', 'the cool light of a full moon', 'soft moonlight through clouds'),
  ...lights(
    'city',
    'the light of street lamps',
    'the glow of neon signs',
    'light from shop windows at night',
    'the mixed lights of a city at night',
  ),
  ...lights(
    'day',
    'soft window light',
    'bright daylight from tall windows',
    'slanting sunbeams through a window',
    'cool light from a north-facing window',
    'daylight filtered through thin curtains',
  ),
  ...lights(
    'cosy',
    'warm lamplight',
    'flickering candlelight',
    'dim amber light',
    'the light of a single lamp',
  ),
  ...lights('bright', 'even indoor light', 'clean white light from above', 'cool overhead light'),
  ...lights(
    'studio',
    'soft studio light',
    'even high-key light',
    'hard side light with deep shadows',
    'rim light against a dark background',
    'two-colored studio light',
  ),
  ...lights(
    'sea',
    'sunbeams falling through the water',
    'dappled light below the surface',
    'dim blue underwater light',
    'soft green underwater light',
  ),
  ...lights(
    'space',
    'hard unfiltered sunlight',
    'the glow of a nearby planet',
    'faint starlight',
    'the light of a distant nebula',
  ),
];

/** Lights of an hour and a place that are much alike: as many draws go to each. */
export function lightGroup({ sort }: Light): string {
  if (sort === 'city') return 'night';
  return sort === 'bright' ? 'cosy' : sort;
}

/** A light with a color of its own has nothing to show in black and white. */
export const COLORED = /gold|neon|color|blue|warm|amber|green|mixed/;
