import { describe, expect, it } from 'vitest';
import { kindOf } from './kinds';
import { articleOf, plainText, readDescription, withArticle } from './readDescription';

describe('a description', () => {
  it.each([
    ['Mira, a red-haired elf', ['Mira, a red-haired elf']],
    ['my dog Bello, a corgi', ['Bello, a corgi']],
    ['my cat', ['a cat']],
    ['my oldtimers', ['oldtimers']],
    ['A LoRA of 1970s sports cars.', ['1970s sports cars']],
    ['I trained this on 30 pictures of my house. It is old.', ['a house']],
    ['It captures the look of old postcards', ['the look of old postcards']],
    ['red leather jacket', ['a red leather jacket']],
    ['orange umbrella', ['an orange umbrella']],
    ['Red leather jacket', ['a red leather jacket']],
    ['A woman with a scar', ['a woman with a scar']],
    ['cat, dog, horse', ['a cat', 'a dog', 'a horse']],
    ['cats\ndogs\nhorses', ['cats', 'dogs', 'horses']],
    ['1girl, red hair, green eyes', ['1girl, red hair, green eyes']],
    ['a friend called Jonas', ['Jonas']],
    ['a man without', ['a man without']],
    ['   \n ', []],
    ['"!?"', []],
  ])('“%s” is about %j', (description, subjects) => {
    expect(readDescription(description).subjects).toEqual(subjects);
  });

  it('is cut at a phrase, and never so that it says the opposite', () => {
    const cut = (text: string) => readDescription(text).subjects[0];
    const long = 'that nobody has seen in this part of the country for more than a hundred years';
    expect(cut(`a grey wolf with a torn ear ${long}`)).toBe('a grey wolf with a torn ear');
    expect(cut(`a tall and very thin old man from the far north without a hat ${long}`)).toBe(
      'a tall and very thin old man from the far north',
    );
    expect(cut('x'.repeat(4000))?.length).toBeLessThanOrEqual(110);
  });

  it('loses what a prompt would read as more than words', () => {
    expect(plainText('a {red|blue} (fox:1.3) <lora:x:0.5> "with" [wings]\r\nand\ttail')).toBe(
      'a red fox with wings and tail',
    );
    expect(plainText('__m1ra_v2__,a red_ fox, 1,000 times')).toBe('m1ra_v2, a red fox, 1,000 times');
    expect(plainText("Mira's  ‘own’ house -- by https://example.org/a the sea 🙂")).toBe(
      "Mira's own house, by the sea",
    );
  });
});

describe('the kind', () => {
  it.each([
    ['a watercolour style with soft edges', 'style'],
    ['oil paintings of castles', 'style'],
    ['Aquarellstil mit weichen Kanten', 'style'],
    ['赛博朋克风格', 'style'],
    ['a character in anime style', 'person'],
    ['Mira, a red-haired elf', 'person'],
    ['two women', 'person'],
    ['a woman in a red dress', 'person'],
    ['a red dress worn by a woman', 'clothing'],
    ['1990s hairstyle', 'clothing'],
    ['1970s sports cars', 'road'],
    ['roter Sportwagen', 'road'],
    ['mein Schäferhund', 'pet'],
    ['a house cat', 'pet'],
    ['un vieux château', 'place'],
    ['ein altes Haus am Meer', 'place'],
    ['a bowl of ramen', 'object'],
    ['ramen bowl', 'food'],
    ['arms crossed pose', 'pose'],
    ['glowing runes', 'concept'],
    ['', 'concept'],
  ])('of “%s” is %s', (description, kind) => {
    expect(kindOf(description, [])).toBe(kind);
  });

  it('is read from the trigger words when the description does not tell', () => {
    expect(kindOf('', ['ohwx woman'])).toBe('person');
    expect(kindOf('Bello', ['b3llo dog'])).toBe('pet');
    expect(kindOf('a car', ['ohwx woman'])).toBe('road');
  });
});

describe('an article', () => {
  it.each([
    ['orange', 'an'],
    ['unicorn', 'a'],
    ['umbrella', 'an'],
    ['uniform', 'a'],
    ['hour', 'an'],
    ['1980s car', 'a'],
    ['8-bit game', 'an'],
    ['one-eyed cat', 'a'],
  ])('of %s is %s', (word, article) => {
    expect(articleOf(word)).toBe(article);
  });

  it('is put before English nouns that are counted, and nothing else', () => {
    expect(['red car', 'red cars', 'Mira', 'blue jeans', 'altes Haus', 'the car'].map(withArticle)).toEqual([
      'a red car',
      'red cars',
      'Mira',
      'blue jeans',
      'altes Haus',
      'the car',
    ]);
  });
});
