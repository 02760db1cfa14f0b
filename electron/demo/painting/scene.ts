import { Chance } from './chance';

export type Hour = 'day' | 'sunset' | 'night' | 'mist';
export type Season = 'summer' | 'winter' | 'autumn' | 'spring';
export type Setting = 'meadow' | 'forest' | 'shore' | 'lake' | 'hills' | 'city' | 'room' | 'sky';

export type Subject =
  | 'fox'
  | 'cat'
  | 'dog'
  | 'rabbit'
  | 'bear'
  | 'owl'
  | 'lighthouse'
  | 'cottage'
  | 'castle'
  | 'windmill'
  | 'boat'
  | 'balloon'
  | 'tree'
  | 'mountain'
  | 'city'
  | 'teapot'
  | 'cup'
  | 'flowers'
  | 'fruit'
  | 'robot'
  | 'figure'
  | 'landscape';

export interface Scene {
  readonly subject: Subject;
  readonly setting: Setting;
  readonly hour: Hour;
  readonly season: Season;
  readonly rain: boolean;
}

const SUBJECT_WORDS: readonly (readonly [Subject, string])[] = [
  ['fox', 'fox|foxes|vixen|wolf|wolves|coyote'],
  ['owl', 'barn owl|owl|owls|bird|birds|parrot|raven|eagle|robin'],
  ['cat', 'cat|cats|kitten|kitty|tiger|lion|leopard'],
  ['dog', 'dog|dogs|puppy|corgi|hound|retriever'],
  ['rabbit', 'rabbit|bunny|hare|mouse|squirrel|deer'],
  ['bear', 'bear|bears|panda|teddy|koala|hamster'],
  ['lighthouse', 'lighthouse|beacon'],
  ['windmill', 'windmill|mill'],
  ['castle', 'castle|palace|fortress|tower|temple|cathedral|church'],
  ['cottage', 'cottage|house|cabin|barn|hut|home|farm|village|bakery|shop|inn'],
  ['boat', 'boat|boats|ship|sailboat|sailing|yacht|canoe|galleon'],
  ['balloon', 'balloon|balloons|airship|zeppelin'],
  ['teapot', 'teapot|kettle|teapots|jug|pitcher'],
  ['cup', 'cup|coffee|tea|mug|latte|espresso|cake|breakfast'],
  ['flowers', 'flower|flowers|vase|bouquet|rose|roses|tulip|tulips|sunflower|sunflowers|peony|plant'],
  ['fruit', 'fruit|fruits|apple|apples|pear|pears|orange|oranges|lemon|lemons|peach|still life|bowl'],
  ['robot', 'robot|robots|android|cyborg|mech|machine|car|spaceship'],
  [
    'figure',
    'portrait|woman|man|girl|boy|person|face|lady|knight|wizard|witch|king|queen|princess|prince|warrior|samurai|astronaut|character|dancer|sailor',
  ],
  ['city', 'city|skyline|street|town|skyscraper|skyscrapers|downtown|tokyo|alley|bridge|cyberpunk'],
  ['mountain', 'mountain|mountains|peak|alps|lake|valley|fjord|glacier|waterfall'],
  ['tree', 'tree|trees|forest|oak|woods|orchard|bonsai|willow'],
];

const INDOORS: readonly Subject[] = ['teapot', 'cup', 'flowers', 'fruit'];

function hasWord(text: string, words: string): number {
  return text.search(new RegExp(`\\b(?:${words})\\b`, 'i'));
}

/** Reads a prompt: the subject named first, and what it says of place, hour, season and weather. The seed fills the gaps. */
export function readScene(prompt: string, chance: Chance): Scene {
  const found = SUBJECT_WORDS.map(([subject, words]) => ({ subject, at: hasWord(prompt, words) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  // Words without a known subject get the scene that belongs to the words, whatever the seed.
  const unnamed = new Chance(prompt.toLowerCase()).of<Subject>([
    'landscape',
    'mountain',
    'tree',
    'fruit',
    'flowers',
  ]);
  const subject = found[0]?.subject ?? unnamed;
  const hour: Hour =
    hasWord(prompt, 'night|midnight|moonlit|moonlight|stars|starry|moon|dark') >= 0
      ? 'night'
      : hasWord(prompt, 'sunset|dusk|evening|golden hour|sundown|twilight') >= 0
        ? 'sunset'
        : hasWord(prompt, 'mist|misty|fog|foggy|dawn|sunrise|morning|haze') >= 0
          ? 'mist'
          : hasWord(prompt, 'day|noon|sunny|daylight|sunlight|blue sky') >= 0
            ? 'day'
            : chance.of<Hour>(['day', 'day', 'sunset', 'mist', 'night']);
  const season: Season =
    hasWord(prompt, 'snow|snowy|winter|ice|frozen|frost|christmas') >= 0
      ? 'winter'
      : hasWord(prompt, 'autumn|fall|october|leaves') >= 0
        ? 'autumn'
        : hasWord(prompt, 'spring|blossom|blossoms|cherry|bloom') >= 0
          ? 'spring'
          : hasWord(prompt, 'summer|beach|sunny') >= 0
            ? 'summer'
            : chance.of<Season>(['summer', 'summer', 'autumn', 'spring']);
  const rain = hasWord(prompt, 'rain|rainy|storm|stormy|drizzle') >= 0;
  return { subject, setting: settingOf(prompt, subject, chance), hour, season, rain };
}

function settingOf(prompt: string, subject: Subject, chance: Chance): Setting {
  if (INDOORS.includes(subject)) return 'room';
  if (subject === 'city') return 'city';
  if (subject === 'mountain') return 'lake';
  if (subject === 'lighthouse' || subject === 'boat') return 'shore';
  if (subject === 'balloon') return 'sky';
  if (hasWord(prompt, 'forest|woods|jungle|grove') >= 0) return 'forest';
  if (hasWord(prompt, 'sea|ocean|beach|shore|coast|harbor|harbour|waves') >= 0) return 'shore';
  if (hasWord(prompt, 'lake|river|pond') >= 0) return 'lake';
  if (hasWord(prompt, 'city|street|town|rooftop') >= 0) return 'city';
  if (hasWord(prompt, 'hill|hills|mountain|mountains') >= 0) return 'hills';
  if (subject === 'castle' || subject === 'windmill' || subject === 'landscape') return 'hills';
  if (subject === 'owl') return 'forest';
  return chance.of<Setting>(['meadow', 'forest', 'hills', 'meadow']);
}
