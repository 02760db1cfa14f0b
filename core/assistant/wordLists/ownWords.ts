import { plainKind, singulars, wordsOf } from './kinds';
import type { LightSort } from './lights';

/** What a description settles by itself; the lists are not to speak against it. */
export interface OwnWords {
  /** It says what the light is like. */
  readonly light: boolean;
  /** It says how much is shown, or from where. */
  readonly framing: boolean;
  /** It says what somebody does. */
  readonly action: boolean;
  /** It says where something is. */
  readonly place: boolean;
  /** It says what the picture is made with. */
  readonly medium: boolean;
  /** It is without color. */
  readonly isGray: boolean;
  /** The lights that its time and place leave; null when all do. */
  readonly lights: readonly LightSort[] | null;
}

const LIGHT =
  /\b(?:light(?! (?:blue|green|brown|gr[ae]y|pink|red|purple|yellow|skin\w*|hair\w*|fur)\b)|lights|lighting|lit|backlit|glow|shadows?|chiaroscuro|low[- ]key|high[- ]key|neon|sunset|sunrise|golden hour|candlelight|moonlight|licht|lumière|luz|luce)\b/i;
const FRAMING =
  /\b(?:close[- ]?ups?|headshots?|portraits?|full[- ]body|macro|aerial|panoram\w*|wide[- ]angle|fisheye|isometric|top[- ]down|bird['’]?s[- ]eye|selfies?|from (?:above|below|behind)|pov|porträts?)\b/i;
/** Says what a picture is made with. */
export const MEDIUM =
  /\b(?:photo\w*|anime|manga|cartoon|comics?|watercolou?rs?|paint\w*|draw\w*|sketch\w*|illustrat\w*|3d|render\w*|pixel|realis\w*|cgi|chibi|low[- ]?poly|voxel|ukiyo\S*|vector|aquarell?e?|foto\w*|engraving|sculpt\w*|toy|plush|sticker|logo|icon|game|film)\b/i;
const GRAY =
  /\b(?:black[- ]and[- ]white|b&w|monochrom\w*|gr[ae]yscale|charcoal|pencil|ink|noir|sepia|schwarzweiß|etching|engraving)\b/i;
/** Behind “with” it tells what something is like. */
const INGS =
  /(?<!\bwith (?:(?:an?|the|its|his|her|one|two) )?)\b(?!(?:ring|king|wing|spring|string|evening|morning|wearing|clothing|paint|painting|building|drawing|viking|wedding|sibling|living|flowing|glowing|shining|lightning|lighting|sling|earring|rendering|shading|boxing|racing|rowing|sailing|swimming|fishing|running|sewing|writing|ending|engraving|etching|setting|striking|stunning|charming|young|evergreen|ceiling|thing|something|everything|interesting|amazing|fascinating|including|featuring|looking|carving|bedding|rocking|sparkling|blooming|flying)\b)\p{L}{2,}ing\b/iu;

/** Times and places that leave few lights. */
const ONLY_LIGHTS: readonly (readonly [RegExp, readonly LightSort[]])[] = [
  [/\b(?:underwater|deep[- ]sea|scuba)\b/i, ['sea']],
  [/\b(?:outer space|in space|galax\w*|nebula)\b/i, ['space']],
  [/\b(?:window light|light from (?:a|the) window)\b/i, ['day']],
  [/\b(?:candle\w*|fireplace)\b/i, ['cosy']],
  [/\b(?:sunset|sunrise|golden hour|backlit|dusk|dawn)\b/i, ['low']],
  [/\b(?:studio light\w*|low[- ]key|high[- ]key)\b/i, ['studio']],
  [/\b(?:cyberpunk|neon|synthwave)\b/i, ['city', 'night']],
  [/\b(?:night|nights|nacht|nuit|noche|notte|moonlit|midnight|noir)\b/i, ['night', 'city', 'cosy']],
  [
    /\b(?:rain|rainy|regen|fog|foggy|mist|misty|storm\w*|overcast|nebel)\b/i,
    ['grey', 'night', 'day', 'city', 'cosy'],
  ],
  [/\b(?:sunny|daylight|summer)\b/i, ['sun', 'low', 'day']],
];

const SOMEWHERE =
  /\b(?:on|in|at|beside|under|near|inside|behind|by|among|between|above)\s+(?:(?:a|an|the|some|his|her|my|its)\s+)?(.+)$/i;

/** Reads what the LoRA's own words settle. */
export function ownWords(text: string): OwnWords {
  const where = SOMEWHERE.exec(text)?.[1];
  const whereKind = where === undefined ? null : plainKind(where);
  const only = ONLY_LIGHTS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const place =
    whereKind === 'place' ||
    whereKind === 'room' ||
    whereKind === 'furniture' ||
    /\bunderwater\b/i.test(text);
  const lightsOfPlace: readonly LightSort[] | null =
    whereKind === 'room' || whereKind === 'furniture'
      ? ['day', 'cosy']
      : whereKind === 'place'
        ? ['sun', 'grey', 'low', 'night']
        : null;
  return {
    light: LIGHT.test(text),
    framing: FRAMING.test(text),
    action: INGS.test(text),
    place,
    medium: MEDIUM.test(text),
    isGray: GRAY.test(text),
    lights: only ?? lightsOfPlace,
  };
}

const COMMON = new Set(
  'the and with for from into over under near this that these those style light view picture image photo portrait look one two three his her its their who which front back side soft made very background woman man person girl boy women men people character holding wearing 1girl 1boy solo'.split(
    ' ',
  ),
);

/** The words of a text that say something, in the singular and lower case. */
export function tellingWords(text: string): Set<string> {
  return new Set(
    wordsOf(text)
      .filter((word) => word.length >= 3 && !COMMON.has(word))
      .map((word) => singulars(word).at(-1) ?? word),
  );
}

/** Whether a text uses any of these words. */
export function shares(text: string, words: ReadonlySet<string>): boolean {
  return wordsOf(text).some((word) => words.has(word) || singulars(word).some((form) => words.has(form)));
}

/** Whether a text holds a phrase as such, and not within a longer word. */
export function holds(text: string, phrase: string): boolean {
  return phrasePattern(phrase).test(text);
}

/** Finds a phrase as such, whichever case it has. */
export function phrasePattern(phrase: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}_])${phrase.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}_])`,
    'iu',
  );
}
