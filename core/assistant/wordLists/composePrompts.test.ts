import { describe, expect, it } from 'vitest';
import type { Known } from '../../contract/assistantView';
import { countPair } from '../../prompts/choices';
import { createClashFinder } from './clashes';
import { type ComposeWish, composePrompts } from './composePrompts';
import { FRAMINGS } from './framings';
import { LIGHTS } from './lights';
import { MEDIUMS } from './mediums';
import { PEOPLE_SCENES } from './peopleScenes';

const known = (trigger_words: string[] = [], base_model: string | null = null): Known => ({
  loras: [],
  trigger_words,
  base_model,
});

const wish = (changes: Partial<ComposeWish> = {}): ComposeWish => ({
  description: 'Mira, a red-haired elf',
  known: known(['m1ra']),
  count: 8,
  coverage: true,
  without_trigger: 0,
  seed: 1,
  present: [],
  ...changes,
});

const positives = (changes: Partial<ComposeWish>) =>
  composePrompts(wish(changes)).pairs.map(({ positive }) => positive);

/** Descriptions with a word that tells whether the LoRA's own words are in a prompt. */
const DESCRIPTIONS: readonly (readonly [description: string, telling: RegExp])[] = [
  ['a watercolour style with soft edges', /watercolour/i],
  ['Mira, a red-haired elf', /elf\b/],
  ['1970s sports cars', /sports/],
  ['my dog Bello, a corgi', /Bello/],
  ['ein altes Haus am Meer', /Haus/],
  ['cat, dog, horse', /\b(?:cat|dog|horse)\b/],
  ['red leather jacket', /leather/],
  ['evening gown', /gown/],
  ['arms crossed pose', /crossed/],
  ['a copper teapot', /copper/],
  ['an orange umbrella', /umbrella/],
  ['barn owl', /owl/],
  ['sea turtles', /turtles?/],
  ['pirate ship', /pirate/],
  ['an old steam train', /steam/],
  ['medieval library', /library/],
  ['mid-century armchair', /armchair/],
  ['glowing runes', /runes/],
  ['black and white film photography', /black and white/i],
  ['soft window light portraits', /portraits/i],
  ['a cat sleeping on a chair', /chair/],
  ['cyberpunk city at night', /cyberpunk/],
  ['a {red|blue} (fox:1.3), "quoted"\nsecond line', /fox/],
  ['赛博朋克风格', /赛博朋克/],
];
const FAMILIES = ['SD 1.5', 'pony', 'Illustrious', 'Flux.1', 'qwen_image', null];
const COUNTS = [1, 7, 20, 50];

describe('composed prompts', () => {
  it.each(DESCRIPTIONS)(
    'of “%s” are well formed, whatever the model, the seed and the count',
    (description, telling) => {
      FAMILIES.forEach((family, row) => {
        for (const [column, count] of COUNTS.entries()) {
          const without_trigger = Math.floor(count / 3);
          const changes = {
            description,
            known: known(['xq7 trg'], family),
            count,
            without_trigger,
            coverage: (row + column) % 2 === 0,
            seed: row * 10 + column,
          };
          const { pairs } = composePrompts(wish(changes));
          const texts = pairs.map(({ positive }) => positive);
          expect(texts).toHaveLength(count);
          expect(new Set(texts.map((text) => text.toLowerCase())).size).toBe(count);
          const calls = count - without_trigger;
          for (const [index, text] of texts.entries()) {
            expect(text.includes('xq7 trg'), text).toBe(index < calls);
            expect(telling.test(text), text).toBe(index < calls);
            expect(text, text).not.toMatch(
              / {2}|,\s*,|\.\.|\s[,.]|^[\s,.]|[\s,]$|\n|[{}|<>"]|undefined|null/,
            );
            expect(text, text).not.toMatch(
              /\b(?:an?|the) (?:an?|the)\b|\ba [aeio]|\ban [bcdfgjkmnpqrstvwz]/i,
            );
            expect(text, text).not.toMatch(/\b(\p{L}{3,}) \1\b/u);
            expect(text.length, text).toBeLessThan(400);
          }
          for (const pair of pairs) expect(countPair(pair)).toBe(1);
        }
      });
    },
  );

  it.each([
    'a'.repeat(4000),
    '{a|'.repeat(1300),
    '猫'.repeat(4000),
    'with '.repeat(800),
    'cat,'.repeat(1000),
    '\n'.repeat(4000),
    '\\{ | }',
    '😀',
    'لوحة زيتية',
  ])('are as many as asked for, with the trigger words as they are, of odd words: %.12s', (description) => {
    for (const family of ['SDXL', 'Flux.1', 'pony']) {
      const { pairs } = composePrompts(
        wish({ description, known: known(['[tok]', '$&', 'a.b*c'], family), count: 20 }),
      );
      expect(pairs).toHaveLength(20);
      for (const pair of pairs) {
        expect(pair.positive).toContain('[tok], $&, a.b*c');
        expect(pair.positive.length).toBeLessThan(400);
        expect(countPair(pair)).toBe(1);
      }
    }
  });

  it('leave out the tags that count people where these are trigger words', () => {
    const changes = {
      description: '',
      known: known(['1girl', 'solo', 'k4te'], 'Illustrious'),
      count: 9,
      without_trigger: 4,
    };
    const texts = positives(changes);
    expect(texts).toHaveLength(9);
    for (const text of texts.slice(5)) expect(text).not.toMatch(/1girl|solo|k4te/);
  });

  it('come again from the same seed, and others from another one', () => {
    expect(composePrompts(wish())).toEqual(composePrompts(wish()));
    const other = positives({ seed: 2 });
    expect(positives({}).filter((text) => other.includes(text))).toEqual([]);
  });

  it('leave out those that are there already, in whichever case', () => {
    const first = positives({ count: 50 });
    const second = positives({ count: 50, present: first.map((text) => ` ${text.toUpperCase()} `) });
    expect(second).toHaveLength(50);
    const lower = first.map((text) => text.toLowerCase());
    expect(second.filter((text) => lower.includes(text.toLowerCase()))).toEqual([]);
  });

  it('say when no more can be made', () => {
    const settled = { description: 'a cat sleeping on a chair, soft light, close-up', count: 50 };
    const made = composePrompts(wish(settled));
    expect(made.pairs.length).toBeLessThan(50);
    expect(made.remarks.at(-1)).toBe(
      `Only ${made.pairs.length} of 50 prompts could be made that are not there yet. Describe the LoRA in other words for more.`,
    );
    const present = made.pairs.map(({ positive }) => positive);
    expect(composePrompts(wish({ ...settled, present })).pairs).toEqual([]);
  });

  it('put nothing together that contradicts itself', () => {
    const hasClash = createClashFinder();
    for (let seed = 0; seed < 40; seed += 1) {
      for (const text of positives({
        seed,
        count: 20,
        description: 'a knight',
        known: known([], 'SD 1.5'),
      })) {
        expect(hasClash(text.split(', ')), text).toBe(false);
        expect(text).not.toMatch(/subway|supermarket|laundromat|neon|bus stop/);
        if (/wide view|far away/.test(text)) expect(text).not.toMatch(/kitchen|window|library|curtain/);
        if (/portrait|close-up/.test(text) && !/full-length|waist-up/.test(text))
          expect(text).not.toMatch(/running|walking|hiking|climbing|standing/);
      }
    }
  });

  it('keep the style that a description names, and give it no other medium', () => {
    const others = MEDIUMS.map(({ text }) => text);
    for (const [description, look] of [
      [
        'a red fox with a white scarf, in the style of an old picture book',
        'in the style of an old picture book',
      ],
      ['a fox girl, watercolour style', 'watercolour style'],
      ['a yellow raincoat drawn as a woodcut', 'drawn as a woodcut'],
      [
        'oil paintings of castles in the style of the Hudson River School',
        'style of the Hudson River School',
      ],
    ] as const)
      for (const family of ['SDXL', 'pony', 'Flux.1'])
        for (const text of positives({ description, count: 12, known: known([], family) })) {
          expect(text.split(look), text).toHaveLength(2);
          expect(
            others.filter((medium) => !description.includes(medium) && text.includes(medium)),
            text,
          ).toEqual([]);
        }
  });

  it('let nobody in armour or boots go barefoot', () => {
    for (const description of ['a knight in plate armour', 'a woman in red boots', 'plate armour'])
      for (const text of positives({ description, count: 50, known: known() }))
        expect(text).not.toMatch(/barefoot|wading|deck chair/);
  });

  it('give a machine no pose, and a landscape no portrait', () => {
    for (const description of ['1970s sports cars', 'ein altes Haus am Meer', 'a mountain valley'])
      for (const text of positives({ description, count: 50, known: known() }))
        expect(text).not.toMatch(/portrait|smil|half-length|waist-up|sitting|reading/);
  });
});

describe('prompts that are spread', () => {
  const uses = (texts: readonly string[], pattern: RegExp) => {
    const counts = new Map<string, number>();
    for (const text of texts) {
      const found = pattern.exec(text)?.[0] ?? '';
      counts.set(found, (counts.get(found) ?? 0) + 1);
    }
    return [...counts.values()];
  };

  it('show each subject of a style at most once more than any other', () => {
    const texts = positives({ description: 'a watercolour style', known: known([], 'SD 1.5'), count: 50 });
    expect(Math.max(...uses(texts, /^[^,]+/))).toBe(1);
  });

  it('take each thing of a list as often', () => {
    const texts = positives({ description: 'cat, dog, horse', known: known([], 'SD 1.5'), count: 30 });
    expect(uses(texts, /^[^,]+/).toSorted()).toEqual([10, 10, 10]);
  });

  it('repeat no light before all that fit were there, and few places', () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const texts = positives({ seed, count: 20, known: known([], 'SD 1.5') });
      const lights = texts.map((text) =>
        LIGHTS.find((one) => text.split(', ').includes(one.text.replace(/^the /, ''))),
      );
      expect(lights).not.toContain(undefined);
      expect(new Set(lights).size).toBe(20);
      const places = texts.map((text) => PEOPLE_SCENES.find(({ place }) => text.includes(place)));
      expect(places).not.toContain(undefined);
      expect(new Set(places).size).toBeGreaterThanOrEqual(16);
    }
  });

  it('show near and far alike, and every second one in a medium', () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const texts = positives({ seed, count: 20, known: known([], 'SD 1.5') });
      const reaches = texts.map(
        (text) =>
          FRAMINGS.figure.find((one) => text.split(', ').includes(one.text.replace(/^a /, '')))?.reach,
      );
      for (const reach of [0, 1, 2, 3] as const)
        expect(reaches.filter((one) => one === reach).length).toBeGreaterThanOrEqual(4);
      expect(
        texts.filter((text) => MEDIUMS.some((medium) => text.endsWith(`, ${medium.text}`))),
      ).toHaveLength(10);
    }
  });
});

describe('what is said of composed prompts', () => {
  const remarks = (changes: Partial<ComposeWish>) => composePrompts(wish(changes)).remarks;

  it('tells the kind, and how many lack the trigger words', () => {
    expect(remarks({ without_trigger: 3 })).toEqual([
      'Understood as a person or character.',
      'The last 3 leave out the trigger words and the words of the description, to see whether the LoRA shows without being called.',
    ]);
    expect(remarks({ without_trigger: 1, known: known() }).at(-1)).toBe(
      'The last one leaves out the words of the description, to see whether the LoRA shows without being called.',
    );
  });

  it('owns up when nothing is known, and makes ordinary pictures', () => {
    const made = composePrompts(wish({ description: '', known: known(), without_trigger: 2 }));
    expect(made.pairs).toHaveLength(8);
    expect(made.remarks).toEqual([
      'Nothing is known of the LoRA. Describe it, or give its trigger words. Until then, these are ordinary pictures.',
    ]);
  });

  it('names what was taken out of a long description', () => {
    const description = `This LoRA was trained on 40 photos of a wooden cabin in the hills. ${'It stands alone. '.repeat(200)}`;
    expect(remarks({ description })).toContain(
      'Of the description, these words are used: “a wooden cabin in the hills”.',
    );
    for (const text of positives({ description, count: 20 }))
      expect(text).toContain('wooden cabin in the hills');
  });

  it('names how many of many trigger words are used', () => {
    const many = Array.from({ length: 30 }, (_, index) => `word number ${index}`);
    expect(remarks({ known: known(many) })).toContain(
      'Of 30 trigger words, the first 8 are used; more leave no room for a picture.',
    );
  });
});
