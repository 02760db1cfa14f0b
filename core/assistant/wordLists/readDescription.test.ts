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
    const many = Array.from({ length: 8 }, () => 'and very tall').join(' ');
    expect(cut(`a thin old man ${many} without a hat on his head`)).toBe(
      `a thin old man ${many.slice(0, -14)}`,
    );
    expect(cut('x'.repeat(4000))?.length).toBeLessThanOrEqual(200);
  });

  it.each([
    [
      '60 photographs that my grandfather took in the 1960s on Kodachrome film, faded colours, grain and soft contrast',
      'photographs from the 1960s on Kodachrome film, faded colours, grain and soft contrast',
    ],
    [
      'My dog Bello, a brown and white corgi mix who has lived with us for nine years, with one floppy ear. He always wears a blue collar. Thanks to my wife for the photos!',
      'Bello, a brown and white corgi mix, with one floppy ear, wearing a blue collar',
    ],
    [
      'I trained this on 45 pictures of a small fishing village in Brittany where we spent every summer, with a lighthouse and white houses. The roofs are slate grey.',
      'a small fishing village in Brittany, with a lighthouse and white houses, slate grey roofs',
    ],
    [
      'Mira is an elf who has green eyes and a silver circlet. Her ears are long. I used 30 images and 2000 steps.',
      'Mira, an elf with green eyes and a silver circlet, with long ears',
    ],
    [
      'Hi everyone! I made this for my wife. It shows an old tram with wooden seats.',
      'an old tram with wooden seats',
    ],
    [
      'My grandmother’s teapot, which I inherited, blue with a chipped spout',
      'a teapot, blue with a chipped spout',
    ],
  ])('keeps what can be seen, and no story: %.40s', (description, kept) => {
    const { subjects, isCut } = readDescription(description);
    expect(subjects).toEqual([kept]);
    expect(isCut).toBe(true);
  });

  it.each([
    [
      'a red fox with a white scarf, in the style of an old picture book',
      'a red fox with a white scarf',
      'in the style of an old picture book',
    ],
    ['a fox girl, watercolour style', 'a fox girl', 'watercolour style'],
    [
      'a teapot drawn as a woodcut with thick lines, blue',
      'a teapot, blue',
      'drawn as a woodcut with thick lines',
    ],
    ['an old tram as a 3D render', 'an old tram', 'as a 3D render'],
    ['a knight in plate armour', 'a knight in plate armour', ''],
    ['a girl in anime style with pink hair', 'a girl with pink hair', 'in anime style'],
    ['a toy train painted in bright colours', 'a toy train painted in bright colours', ''],
    ['ein Fuchs, im Stil alter Bilderbücher', 'ein Fuchs', 'im Stil alter Bilderbücher'],
    ['castles in ink, watercolour style, soft edges', 'castles in ink, soft edges', 'watercolour style'],
    ['watercolour style, soft edges', 'a watercolour style, soft edges', ''],
  ])('parts “%s” into what is shown and its style', (description, shown, look) => {
    const described = readDescription(description);
    expect([...described.subjects, described.look]).toEqual([shown, look]);
    expect(described.isCut).toBe(false);
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
    ['a yellow raincoat with a hood', 'clothing'],
    ['striped ponchos', 'clothing'],
    ['plate armour', 'clothing'],
    ['a knight in plate armour', 'person'],
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
