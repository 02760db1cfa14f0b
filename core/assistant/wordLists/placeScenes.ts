import { HOME, OPEN, type Scene, scene, WILD } from './scene';

/** How a place under the open sky can look; each reads well behind its name and a comma. */
export const PLACE_SCENES: readonly Scene[] = [
  scene('with nobody in sight', WILD),
  scene('with a few people walking by', OPEN),
  scene('after fresh snowfall', WILD),
  scene('in thick fog', ['grey']),
  scene('in pouring rain', ['grey']),
  scene('with puddles after the rain', OPEN),
  scene('on a windy autumn day', ['sun', 'grey']),
  scene('with autumn leaves on the ground', OPEN),
  scene('in early spring', OPEN),
  scene('on a hot summer day', ['sun']),
  scene('under a sky full of stars', ['night']),
  scene('with mist close to the ground', ['low', 'night', 'grey']),
  scene('under towering clouds', ['sun', 'grey', 'low']),
  scene('under a cloudless sky', ['sun', 'low']),
  scene('with birds passing overhead', OPEN),
  scene('with a bicycle leaning nearby', OPEN),
  scene('with a cat in the foreground', OPEN),
  scene('overgrown with plants', OPEN),
  scene('with wildflowers in the foreground', OPEN),
  scene('with a lone figure holding an umbrella', ['grey']),
  scene('with lights in the distance', ['night', 'low']),
  scene('during a light snowfall', ['grey']),
  scene('with a rainbow behind', ['sun']),
  scene('with an approaching thunderstorm', ['grey']),
];

/** The same for a town, which has lights of its own by night. */
export const TOWN_SCENES: readonly Scene[] = PLACE_SCENES.map((at) =>
  at.lights.includes('grey') || at.lights.includes('night') ? { ...at, lights: [...at.lights, 'city'] } : at,
);

/** How a place with a roof can look. */
export const ROOM_SCENES: readonly Scene[] = [
  scene('with nobody inside', HOME),
  scene('with a person sitting in a corner', HOME),
  scene('with two people talking', HOME),
  scene('with fresh flowers in a vase', ['day', 'cosy', 'bright']),
  scene('with rain on the windows', ['day', 'cosy']),
  scene('with snow outside the windows', ['day', 'cosy']),
  scene('with dust in the air', ['day']),
  scene('with an open window', ['day']),
  scene('with a cat asleep on the floor', HOME),
  scene('with an open book left behind', HOME),
  scene('with a coat over a chair', HOME),
  scene('with many green plants', ['day', 'bright']),
  scene('with a long shadow on the floor', ['day', 'cosy']),
  scene('tidy and freshly cleaned', ['day', 'bright']),
  scene('cluttered and lived-in', HOME),
  scene('abandoned, with peeling paint', ['day']),
  scene('decorated for a celebration', HOME),
  scene('with a cup of tea still steaming', HOME),
  scene('with a dog waiting at the door', HOME),
  scene('with cardboard boxes stacked up', ['day', 'bright', 'cosy']),
];
