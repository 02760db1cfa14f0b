import { expect, it } from 'vitest';
import { composePrompts } from './composePrompts';

const examples = (description: string, trigger: string, base_model: string | null) =>
  composePrompts({
    description,
    known: { loras: [], trigger_words: [trigger], base_model },
    count: 4,
    coverage: true,
    without_trigger: 1,
    seed: 12,
    present: [],
  }).pairs.map(({ positive }) => positive);

it('writes a style for a model that reads phrases', () => {
  expect(examples('a watercolour style with soft edges', 'wtrclr', 'SDXL')).toMatchInlineSnapshot(`
    [
      "wtrclr, sleeping cat on a windowsill, watercolour style with soft edges, bright daylight from tall windows, eye-level close-up",
      "wtrclr, baker holding a tray of fresh bread, watercolour style with soft edges, cool overhead light, full-length portrait",
      "wtrclr, sand dunes under a wide sky, watercolour style with soft edges, warm backlight from a low sun, eye-level view",
      "guitar leaning against a wall, cool light from a north-facing window, close view from the side",
    ]
  `);
});

it('writes a character for a model that reads sentences', () => {
  expect(examples('Mira, a red-haired elf', 'm1ra', 'Flux.1')).toMatchInlineSnapshot(`
    [
      "A low-angle full-body view of m1ra, Mira, a red-haired elf, sitting on the steps in a lantern-lit courtyard, in the light of a single lamp.",
      "m1ra, Mira, a red-haired elf, looking down in front of a dark velvet curtain. Hard side light with deep shadows, profile portrait. A low-poly render.",
      "m1ra, Mira, a red-haired elf, walking barefoot along the water on a wide sandy beach, seen from far away, in warm backlight from a low sun.",
      "An East Asian woman with a ponytail, with raised eyebrows, by a window with a view of the city. Daylight filtered through thin curtains, close-up portrait.",
    ]
  `);
});

it('writes a character for a model that reads tags', () => {
  expect(examples('a woman with silver hair', 's1lva', 'pony')).toMatchInlineSnapshot(`
    [
      "score_9, score_8_up, score_7_up, s1lva, 1girl, solo, woman with silver hair, reciting a poem, empty theater, light of a single lamp, half-length view from slightly above",
      "score_9, score_8_up, score_7_up, s1lva, 1girl, solo, woman with silver hair, sitting on a wooden chair, in front of a dark velvet curtain, hard side light with deep shadows, full-body view, digital painting",
      "score_9, score_8_up, score_7_up, s1lva, 1girl, solo, woman with silver hair, lying on a deck chair, swimming pool, warm backlight from a low sun, wide view",
      "score_9, score_8_up, score_7_up, 1girl, solo, Black woman with braids, pushing a shopping cart, supermarket aisle, even indoor light, full-length portrait",
    ]
  `);
});

it('writes cars, and a house in another language', () => {
  expect(examples('1970s sports cars', '70scar', 'Flux.1')).toMatchInlineSnapshot(`
    [
      "A side view of 70scar, 1970s sports cars, standing in a white studio, in hard side light with deep shadows.",
      "A wide view of 70scar, 1970s sports cars, moving along the water on a wide beach, in warm backlight from a low sun. A low-poly render.",
      "70scar, 1970s sports cars, parked at a viewpoint on a winding mountain road. Pale moonlight, close view from the front.",
      "An old fire engine on display in a showroom. Even indoor light, close view from the front.",
    ]
  `);
  expect(examples('ein altes Haus am Meer', 'h4us', null)).toMatchInlineSnapshot(`
    [
      "h4us, ein altes Haus am Meer, with lights in the distance, warm backlight from a low sun, view from the side",
      "h4us, ein altes Haus am Meer, with mist close to the ground, pale moonlight, close view, low-poly render",
      "h4us, ein altes Haus am Meer, on a windy autumn day, clear morning light, aerial view",
      "cobblestone alley, with puddles after the rain, golden evening light, detail view",
    ]
  `);
});
