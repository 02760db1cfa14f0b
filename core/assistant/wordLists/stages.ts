import { BEAST_SCENES, BIRD_SCENES, PET_SCENES, SEA_SCENES } from './animalScenes';
import type { FramingGroup, Reach } from './framings';
import { plainKind } from './kinds';
import type { Kind } from './kindWords';
import { PEOPLE_SCENES } from './peopleScenes';
import { PLACE_SCENES, ROOM_SCENES } from './placeScenes';
import type { Scene } from './scene';
import type { Theme } from './styleSubjects';
import { FOOD_SCENES, FURNITURE_SCENES, NEUTRAL_SCENES, OBJECT_SCENES } from './thingScenes';
import { AIR_SCENES, BOAT_SCENES, RAIL_SCENES, ROAD_SCENES, SPACE_SCENES } from './vehicleScenes';

/** What the pictures of a kind are made of. */
export interface Stage {
  readonly scenes: readonly Scene[];
  readonly framing: FramingGroup;
  /** The least that has to be in the picture. */
  readonly reach: Reach;
  /** From farther away nothing would be seen of it. */
  readonly farthest: Reach;
  /** What the set-up's remark calls the kind. */
  readonly name: string;
}

const stage = (
  name: string,
  scenes: readonly Scene[],
  framing: FramingGroup,
  reach: Reach = 0,
  farthest: Reach = 3,
): Stage => ({
  name,
  scenes,
  framing,
  reach,
  farthest,
});

const SHORES = PEOPLE_SCENES.filter(
  ({ place }) => /beach|pool|shore|lake$/.test(place) && !/frozen/.test(place),
);

export const STAGES: Readonly<Record<Exclude<Kind, 'style'>, Stage>> = {
  person: stage('a person or character', PEOPLE_SCENES, 'figure'),
  clothing: stage('something to wear', PEOPLE_SCENES, 'figure', 1, 2),
  swimwear: stage('something to wear', SHORES, 'figure', 1, 2),
  pose: stage('a pose', PEOPLE_SCENES, 'figure', 2, 2),
  pet: stage('an animal', PET_SCENES, 'creature'),
  beast: stage('an animal', BEAST_SCENES, 'creature'),
  bird: stage('an animal', BIRD_SCENES, 'creature'),
  sea_animal: stage('an animal', SEA_SCENES, 'creature'),
  road: stage('a vehicle', ROAD_SCENES, 'machine'),
  boat: stage('a vehicle', BOAT_SCENES, 'machine'),
  aircraft: stage('a vehicle', AIR_SCENES, 'machine'),
  train: stage('a vehicle', RAIL_SCENES, 'machine'),
  spacecraft: stage('a vehicle', SPACE_SCENES, 'machine'),
  object: stage('an object', OBJECT_SCENES, 'thing'),
  furniture: stage('an object', FURNITURE_SCENES, 'thing'),
  food: stage('food', FOOD_SCENES, 'thing'),
  place: stage('a place', PLACE_SCENES, 'view'),
  room: stage('a place', ROOM_SCENES, 'room'),
  concept: stage('', NEUTRAL_SCENES, 'thing', 2),
};

const THEMES: readonly (readonly [RegExp, readonly Theme[]])[] = [
  [/\b(?:portraits?|fashion|porträts?)\b/i, ['people']],
  [/\b(?:landscapes?|nature|scenery|landschaft\w*)\b/i, ['nature']],
  [/\b(?:architectur\w*|cityscapes?)\b/i, ['buildings']],
  [/\b(?:interiors?|interior design)\b/i, ['rooms']],
  [/\b(?:product photo\w*|still lifes?)\b/i, ['things', 'food']],
  [/\b(?:food photo\w*)\b/i, ['food']],
  [/\b(?:wildlife|animal)\b/i, ['animals']],
];

const THEMES_OF_KIND: Readonly<Partial<Record<Kind, readonly Theme[]>>> = {
  person: ['people'],
  pet: ['animals'],
  beast: ['animals'],
  bird: ['animals'],
  road: ['vehicles'],
  train: ['vehicles'],
  place: ['nature', 'buildings'],
  room: ['rooms'],
  food: ['food'],
  object: ['things'],
};

/** They are called by their trigger words or by nothing; their names say nothing to a model. */
const TOOLS = /\b(?:sliders?|enhancers?|detailers?|boosters?|tweakers?)\b/i;

/** One picture is one photograph. */
const PLURAL =
  /(?<=^(?:[\p{L}\p{N}-]+\s+){0,3}(?:photograph|photo|painting|drawing|illustration|print|render))s(?=\s+(?:on|from|in|with|taken|shot|made)\s|,|$)/iu;

/** A style's own words, and the themes that it is for; null for all. */
export function readStyle(phrase: string): {
  readonly words: string;
  readonly themes: readonly Theme[] | null;
} {
  if (TOOLS.test(phrase)) return { words: '', themes: null };
  const named = THEMES.find(([pattern]) => pattern.test(phrase))?.[1] ?? null;
  const [, words, shown] =
    /^(.*\b(?:paintings?|drawings?|illustrations?|photographs?|photos|sketch(?:es)?|renders?|prints?|art))\s+of\s+(.+)$/i.exec(
      phrase,
    ) ?? [];
  if (words === undefined || shown === undefined) return { words: phrase.replace(PLURAL, ''), themes: named };
  // What is said behind of how it is made is of the style, and not of what it shows.
  const tail =
    /(?:,\s|\sin\s(?:[\p{L}\p{N}-]+\s){1,4}?(?:style|manner)\b|\son\s(?:\S+\s){0,3}(?:film|paper|canvas)\b).*$/iu.exec(
      shown,
    )?.[0] ?? '';
  const kind = plainKind(shown.slice(0, shown.length - tail.length));
  return {
    words: `${words.replace(/(?<=ing|ion|photo|graph|render|print)s$/i, '')}${tail}`,
    themes: named ?? (kind === null ? null : (THEMES_OF_KIND[kind] ?? null)),
  };
}
