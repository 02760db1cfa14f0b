import type { FramingGroup } from './framings';
import type { LightSort } from './lights';
import { HALL, HOME, OPEN, STREET, WATER, WILD } from './scene';

export type Theme =
  | 'people'
  | 'animals'
  | 'nature'
  | 'buildings'
  | 'rooms'
  | 'things'
  | 'food'
  | 'vehicles'
  | 'fantasy';

/** A whole picture's content, as a style can be tried on it. */
export interface StyleSubject {
  readonly text: string;
  readonly theme: Theme;
  readonly framing: FramingGroup;
  /** The least that has to be in the picture. */
  readonly reach: 0 | 1 | 2;
  readonly lights: readonly LightSort[];
}

type Row = readonly [text: string, lights: readonly LightSort[]];

const rows = (theme: Theme, framing: FramingGroup, reach: 0 | 1 | 2, list: readonly Row[]): StyleSubject[] =>
  list.map(([text, lights]) => ({ text, theme, framing, reach, lights }));

export const STYLE_SUBJECTS: readonly StyleSubject[] = [
  ...rows('people', 'figure', 1, [
    ['an old fisherman mending a net on a stone pier', OPEN],
    ['a baker holding a tray of fresh bread', HALL],
    ['a young woman reading on a train', HALL],
    ['a violinist in a music room', HOME],
    ['a gardener among tall sunflowers', ['sun', 'low']],
    ['a grandmother and a child baking cookies in a kitchen', HOME],
    ['a potter at the wheel', HALL],
    ['a man with an umbrella on a rainy street', ['grey', 'city']],
  ]),
  ...rows('people', 'figure', 2, [
    ['a dancer leaping across an empty stage', ['bright']],
    ['two friends walking along a beach', WILD],
    ['a hiker on a mountain ridge', WILD],
    ['children flying a kite on a hill', ['sun', 'grey']],
    ['a cyclist on a country road', OPEN],
    ['a family having a picnic in a park', ['sun', 'low']],
  ]),
  ...rows('animals', 'creature', 0, [
    ['a red fox in fresh snow', WILD],
    ['a sleeping cat on a windowsill', ['day']],
    ['an owl on a mossy branch', WILD],
    ['a horse in a misty meadow', ['grey', 'low']],
    ['a dog waiting at a front door', OPEN],
  ]),
  ...rows('animals', 'creature', 2, [
    ['an elephant at a waterhole', OPEN],
    ['a heron standing in shallow water', WILD],
    ['a sea turtle above a coral reef', WATER],
    ['two rabbits in a field of clover', OPEN],
  ]),
  ...rows('nature', 'view', 2, [
    ['a mountain lake surrounded by pines', WILD],
    ['a lighthouse on a rocky coast', WILD],
    ['a winding river through autumn woods', OPEN],
    ['rolling hills with a lone tree', WILD],
    ['a waterfall in a rainforest', ['sun', 'grey']],
    ['sand dunes under a wide sky', WILD],
    ['a frozen lake in winter', WILD],
    ['a field of lavender', OPEN],
    ['waves breaking on black rocks', WILD],
  ]),
  ...rows('buildings', 'view', 2, [
    ['a narrow street in an old town', STREET],
    ['a castle on a hill', WILD],
    ['a wooden cabin in deep snow', WILD],
    ['a busy market square', OPEN],
    ['a modern glass tower between old houses', STREET],
    ['a stone bridge over a canal', STREET],
    ['a windmill in a tulip field', OPEN],
    ['a village church among fields', WILD],
  ]),
  ...rows('rooms', 'room', 2, [
    ['a cozy reading corner with an armchair', HOME],
    ['a kitchen with copper pots', HOME],
    ['a library with tall shelves', HALL],
    ['a greenhouse full of ferns', ['day']],
    ['a cluttered artist’s studio', HALL],
    ['a small café with empty tables', HOME],
  ]),
  ...rows('things', 'thing', 0, [
    ['a bouquet of wildflowers in a glass jar', HOME],
    ['an old typewriter on a desk', HOME],
    ['a pair of worn leather boots', ['day', 'studio']],
    ['a pocket watch on an open book', ['day', 'cosy', 'studio']],
    ['a blue teapot with two cups', ['day', 'cosy', 'studio']],
    ['a guitar leaning against a wall', HOME],
  ]),
  ...rows('food', 'thing', 0, [
    ['a bowl of lemons on a wooden table', ['day', 'studio']],
    ['a slice of cherry pie on a plate', ['day', 'studio']],
    ['a steaming bowl of noodle soup', ['day', 'cosy', 'studio']],
    ['a loaf of bread and a wedge of cheese', ['day', 'cosy', 'studio']],
  ]),
  ...rows('vehicles', 'machine', 2, [
    ['a steam train crossing a viaduct', OPEN],
    ['a sailboat on a calm sea', WILD],
    ['a vintage car on a coastal road', OPEN],
    ['a red tram in a busy street', STREET],
    ['a hot air balloon over a valley', ['sun', 'low']],
  ]),
  ...rows('fantasy', 'figure', 1, [
    ['a knight in worn armor at a forest edge', WILD],
    ['a wizard studying an old map', HOME],
    ['an astronaut in a field of flowers', ['sun', 'low']],
  ]),
  ...rows('fantasy', 'creature', 2, [
    ['a dragon asleep on a hill of moss', WILD],
    ['a small robot watering a plant', ['day']],
  ]),
];
