import type { MadeMetric } from '../../contract/assistantView';
import type { Kind } from './kindWords';

const metric = (name: string, question: string): MadeMetric => ({ name, question });

const QUALITY = metric('Quality', 'Which picture is better made as a whole?');
const PROMPT_MATCH = metric('Prompt match', 'Which picture shows more of what the prompt asks for?');
const STYLE = metric('Style', 'Which picture has the more convincing style?');
const DETAIL = metric('Detail', 'In which picture are the details finer and cleaner?');
const COMPOSITION = metric('Composition', 'Which picture is better composed?');
const ANATOMY = metric('Anatomy', 'In which picture are bodies, hands and faces more right?');
const LIGHTING = metric('Lighting', 'In which picture is the light more believable?');
const COLOR = metric('Color', 'Which picture has the better colors?');
const REALISM = metric('Realism', 'Which picture looks more real?');
const MOOD = metric('Mood', 'Which picture has the stronger mood?');
const CLEANNESS = metric('Few flaws', 'Which picture has fewer visible flaws?');
const BACKGROUND = metric('Background', 'In which picture does the background fit better?');
const SHAPE = metric('Shape', 'In which picture are shape and proportions more right?');
const MATERIAL = metric('Material', 'In which picture do surfaces look more like what they are made of?');
const EXPRESSION = metric('Expression', 'In which picture is the expression of the face better?');
const PERSPECTIVE = metric('Perspective', 'In which picture are space and perspective more right?');
const ATMOSPHERE = metric('Atmosphere', 'Which picture catches the air and feeling of the place better?');

const likeness = (question: string): MadeMetric => metric('Likeness', question);

const ANIMAL = [
  likeness('Which picture looks more like the animal that is meant?'),
  ANATOMY,
  PROMPT_MATCH,
  QUALITY,
  metric('Fur and feathers', 'In which picture are fur, feathers, scales or skin more natural?'),
  metric('Pose', 'In which picture does the animal stand or move more naturally?'),
  EXPRESSION,
  DETAIL,
  BACKGROUND,
  STYLE,
  COMPOSITION,
  REALISM,
  CLEANNESS,
  LIGHTING,
];
const VEHICLE = [
  likeness('Which picture looks more like the vehicle that is meant?'),
  SHAPE,
  PROMPT_MATCH,
  QUALITY,
  DETAIL,
  MATERIAL,
  PERSPECTIVE,
  REALISM,
  COMPOSITION,
  STYLE,
  LIGHTING,
  BACKGROUND,
  CLEANNESS,
];
const OBJECT = [
  likeness('Which picture looks more like the thing that is meant?'),
  SHAPE,
  PROMPT_MATCH,
  QUALITY,
  MATERIAL,
  DETAIL,
  COMPOSITION,
  LIGHTING,
  STYLE,
  REALISM,
  BACKGROUND,
  CLEANNESS,
  COLOR,
];
const CLOTHES = [
  likeness('In which picture does the garment look more as it is meant?'),
  metric('Fit', 'In which picture does it sit more naturally on the body?'),
  PROMPT_MATCH,
  ANATOMY,
  QUALITY,
  metric('Fabric', 'In which picture does the material look more real?'),
  DETAIL,
  STYLE,
  COMPOSITION,
  REALISM,
  LIGHTING,
  CLEANNESS,
  COLOR,
];
const PLACE = [
  likeness('Which picture looks more like the place that is meant?'),
  ATMOSPHERE,
  PROMPT_MATCH,
  QUALITY,
  COMPOSITION,
  PERSPECTIVE,
  DETAIL,
  LIGHTING,
  STYLE,
  REALISM,
  COLOR,
  CLEANNESS,
];

/** Metrics for a LoRA of a kind, the most telling first. More than can be offered, since some may be there already. */
export const METRICS: Readonly<Record<Kind, readonly MadeMetric[]>> = {
  person: [
    likeness('Which picture looks more like the person or character that is meant?'),
    ANATOMY,
    PROMPT_MATCH,
    QUALITY,
    STYLE,
    EXPRESSION,
    DETAIL,
    metric('Clothing', 'In which picture are the clothes more as they are meant?'),
    COMPOSITION,
    BACKGROUND,
    REALISM,
    LIGHTING,
    CLEANNESS,
  ],
  pet: ANIMAL,
  beast: ANIMAL,
  bird: ANIMAL,
  sea_animal: ANIMAL,
  road: VEHICLE,
  boat: VEHICLE,
  aircraft: VEHICLE,
  train: VEHICLE,
  spacecraft: VEHICLE,
  object: OBJECT,
  furniture: OBJECT,
  food: [
    likeness('Which picture looks more like the dish that is meant?'),
    metric('Appetite', 'Which picture makes one want to eat it more?'),
    PROMPT_MATCH,
    QUALITY,
    MATERIAL,
    DETAIL,
    COMPOSITION,
    LIGHTING,
    COLOR,
    STYLE,
    REALISM,
    BACKGROUND,
    CLEANNESS,
  ],
  clothing: CLOTHES,
  swimwear: CLOTHES,
  pose: [
    metric('Pose', 'In which picture is the pose more as it is meant?'),
    ANATOMY,
    PROMPT_MATCH,
    QUALITY,
    metric('Balance', 'In which picture does the body stand and weigh more naturally?'),
    COMPOSITION,
    DETAIL,
    EXPRESSION,
    STYLE,
    CLEANNESS,
    REALISM,
    LIGHTING,
  ],
  place: PLACE,
  room: PLACE,
  style: [
    STYLE,
    QUALITY,
    DETAIL,
    COMPOSITION,
    PROMPT_MATCH,
    COLOR,
    MOOD,
    LIGHTING,
    ANATOMY,
    metric('Texture', 'Which picture has the better strokes, grain or surface?'),
    CLEANNESS,
    BACKGROUND,
  ],
  concept: [
    metric('Concept', 'Which picture shows better what the LoRA is for?'),
    PROMPT_MATCH,
    QUALITY,
    STYLE,
    DETAIL,
    COMPOSITION,
    ANATOMY,
    REALISM,
    LIGHTING,
    MOOD,
    CLEANNESS,
    COLOR,
  ],
};

/** Metrics while nothing is known of the LoRA. */
export const METRICS_OF_NOTHING: readonly MadeMetric[] = [
  QUALITY,
  PROMPT_MATCH,
  STYLE,
  ANATOMY,
  DETAIL,
  COMPOSITION,
  LIGHTING,
  COLOR,
  REALISM,
  MOOD,
  BACKGROUND,
  CLEANNESS,
];

/** What a description may ask for by name, whatever its kind: these come right behind the first. */
export const METRICS_BY_WORD: readonly (readonly [RegExp, MadeMetric])[] = [
  [/\b(?:hands?|fingers?)\b/i, metric('Hands', 'In which picture are hands and fingers more right?')],
  [/\b(?:face|faces|facial)\b/i, metric('Face', 'In which picture is the face better?')],
  [/\b(?:eyes?|eyed)\b/i, metric('Eyes', 'In which picture are the eyes better?')],
  [/\b(?:hair|haired|hairstyle)\b/i, metric('Hair', 'In which picture is the hair more as it is meant?')],
  [
    /\b(?:text|letter\w*|typograph\w*|logo)\b/i,
    metric('Lettering', 'In which picture can the letters be read better?'),
  ],
  [/\b(?:light|lights|lighting|lit|shadows?|glow\w*|neon)\b/i, LIGHTING],
  [/\b(?:colou?rs?|palette|monochrom\w*|black[- ]and[- ]white)\b/i, COLOR],
  [/\b(?:photo\w*|realis\w*|film|analog)\b/i, REALISM],
  [
    /\b(?:edges?|brush\w*|strokes?|texture|grain|lines?|line[- ]?art)\b/i,
    metric('Texture', 'Which picture has the better strokes, grain or surface?'),
  ],
  [/\b(?:moody?|atmospher\w*|dreamy|dark|gothic|horror)\b/i, MOOD],
];
