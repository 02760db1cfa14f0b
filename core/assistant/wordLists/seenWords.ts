import { plainKind, wordsOf } from './kinds';

/** Speaks of how the LoRA came about, of its use, or of people's lives, none of which a picture shows. */
const STORY =
  /\b(?:i(?=\s+\p{Ll})|i['’](?:m|ve|d|ll)|we|we['’](?:ve|re)|me|you|your|my|our|mine|thanks?|thank you|please|hope|enjoy|train(?:ed|ing)|dataset|caption(?:s|ed)|epochs?|\d+ steps|sampler|cfg|(?:weights?|strength|rank|version)\s*(?:of|around|about|at|:)?\s*\d\S*|loras?|checkpoints?|civitai|trigger|keywords?|v\d|recommended|works? (?:well|best|with|on|at)|licen[sc]e|commission|credits?|downloaded|collected|inherited|born|died|passed away|lives|lived|loves|loved|hates|remembers?|ago|adopted|rescued|named after)\b/iu;
/** Not “US”. */
const US = /\bus\b/;

function isStory(text: string): boolean {
  return STORY.test(text) || US.test(text);
}

const STORY_VERBS =
  'took|taken|made|painted|shot|drew|drawn|wore|worn|built|knitted|sewed|sewn|had|used|bought|owned|found|kept|collected|scanned|inherited|given|gave';

/** Where something is told of what was named: “who ...”, “taken by my ...”. */
const TELLING = new RegExp(
  `(?:^|\\s)(?:that|which|who|whom|whose|where|when|because|since|while|although|i|we|(?:my|our)\\s+\\p{L}+\\s+(?:${STORY_VERBS})|(?:${STORY_VERBS})\\s+(?:(?:by|from|for|to|with)\\s+(?:my|our|me|us|an? friend|his|her)))(?=\\s)`,
  'iu',
);
/** Where, after that, it comes back to what is seen. */
const BACK =
  /\s(?=with\s+(?!(?:me|us|my|our)\b)|wearing\s|on\s+(?:\S+\s+){0,3}(?:film|paper|canvas)\b|in\s+the\s+(?:early\s+|late\s+)?\d{4}s|in\s+(?:black|bright|soft|faded|warm|muted|the\s+style)\b|and\s+(?:has|have|wears?)\s)/iu;
const SEEN_VERB = /^\s*(?:that|which|who)\s+(?:is|are|looks?|holds?|carries|carry)\s/i;

const NO_THING =
  'been|to|seen|taken|given|written|become|begun|done|gone|come|had|made|got|known|kept|left|lost|won|always|never|not|lived|loved|worked|served|earned|helped|learned|posed|appeared|moved|changed';
const HAS = new RegExp(
  `\\s+(?:and\\s+|(?:who|that|which)\\s+)(?:also\\s+|always\\s+|only\\s+)?(?:has|have)\\s+(?!(?:${NO_THING})\\b)`,
  'giu',
);
const WEARS = /\s+(?:and\s+|(?:who|that|which)\s+)(?:also\s+|always\s+)?(?:wears?|(?:is|are)\s+wearing)\s+/gi;
const SUBJECT_HAS = new RegExp(
  `^((?:an?|the|these|those|two)\\s+(?:[\\p{L}-]+\\s+){1,3}?|\\p{Lu}[\\p{L}'’-]*\\s+)(?:also\\s+|always\\s+)?(?:has|have)\\s+(?!(?:${NO_THING})\\b)`,
  'u',
);
const SUBJECT_WEARS =
  /^((?:an?|the|these|those|two)\s+(?:[\p{L}-]+\s+){1,3}?|\p{Lu}[\p{L}'’-]*\s+)(?:also\s+|always\s+)?(?:wears?|(?:is|are)\s+wearing)\s+/u;
/** The same at the beginning of a part. */
const SHE_HAS = new RegExp(
  `^(?:and\\s+)?(?:she|he|it|they|who|which)\\s+(?:also\\s+|always\\s+)?(?:has|have)\\s+(?!(?:${NO_THING})\\b)`,
  'i',
);
const SHE_WEARS =
  /^(?:and\s+)?(?:she|he|it|they|who)\s+(?:also\s+|always\s+)?(?:wears?|(?:is|are)\s+wearing)\s+/i;
const WHO_IS = /^(?:who|which)\s+(?:is|are)\s+(?=an?\s)/i;
/** “Bello is a corgi” names Bello, a corgi. */
const NAMED = /^(\p{Lu}[\p{L}\p{N}'’-]*(?:\s+\p{Lu}[\p{L}\p{N}'’-]*)?)\s+(?:is|are)\s+(?=an?\s|the\s)/u;
const COUNT =
  /^(?:about\s+|around\s+|some\s+|over\s+)?\d+\s+(?=(?:[\p{L}-]+\s+)?(?:photo|picture|image|scan|snapshot|drawing|painting|sketch|illustration|shot|portrait))/iu;

/** The parts of a sentence between its commas, without what tells of no picture. In: without its introduction. */
export function seenParts(sentence: string): string[] {
  return sentence
    .replace(/^[^:]*:\s+(?=.)/, (opening) => (isStory(opening) ? '' : opening))
    .replace(COUNT, '')
    .replace(NAMED, '$1, ')
    .replace(SUBJECT_HAS, '$1with ')
    .replace(SUBJECT_WEARS, '$1wearing ')
    .replaceAll(HAS, ' with ')
    .replaceAll(WEARS, ' wearing ')
    .split(/,\s+/)
    .map((part) =>
      seenPart(part.replace(SHE_HAS, 'with ').replace(SHE_WEARS, 'wearing ').replace(WHO_IS, '')),
    )
    .filter((part) => wordsOf(part).length > 0);
}

function seenPart(part: string): string {
  const telling = TELLING.exec(part);
  if (telling === null) return isStory(part) ? '' : part;
  const before = part.slice(0, telling.index).trim();
  const behind = part.slice(telling.index);
  const opening = telling[0].length;
  const back = BACK.exec(behind.slice(opening));
  const end = back === null ? behind.length : opening + back.index;
  const told = behind.slice(0, end).trim();
  const rest = seenPart(behind.slice(end).trim())
    .replace(/^in\s+(?=the\s+(?:early\s+|late\s+)?\d{4}s)/i, 'from ')
    .replace(/^and\s+(?:has|have)\s+/i, 'with ')
    .replace(/^and\s+wears?\s+/i, 'wearing ');
  return [isStory(before) ? '' : before, SEEN_VERB.test(told) && !isStory(told) ? told : '', rest]
    .filter((piece) => piece !== '')
    .join(' ');
}

/** Words for what can be seen of something, beside those that name kinds of things. */
const SEEN =
  /\b(?:red|orange|yellow|green|blue|purple|violet|pink|brown|golden?|silver|black|white|gr[ae]y|turquoise|teal|copper|beige|pale|dark|bright|faded|muted|pastel|colou?rs?|colou?red|contrast|grain\w*|soft|sharp|blurr\w*|edges|lines|outlines|strokes|shadows|highlights|texture\w*|stripe\w*|spot\w*|pattern\w*|curly|wavy|straight|long|short|tall|round|pointed|floppy|fluffy|shaggy|torn|rusty|worn|wooden|stone|brick|leather|hair\w*|eyes?|ears?|nose|tail|paws?|fur|coat|collar|feathers?|wings?|horns?|beard|freckles|scars?|skin|face|roofs?|windows?|walls?|wheels?|chrome|film|vignette|light leaks)\b/i;
/** A sentence with one of these is more than a name for something. */
const VERB =
  /\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|should|may|might|must|get|gets|got|make|makes|use|uses|used|want|try|need|see|let|add|put|stands?|goes|came|comes)\b|n['’]t\b/i;
const MAX_NAME_WORDS = 16;

/**
 * What a later sentence adds to what is seen, as parts to put behind a comma: “She has green eyes” adds “with green eyes”. Out:
 * none where it tells a story, or where it cannot be told.
 */
export function addedParts(sentence: string): string[] {
  const has =
    /^(?:she|he|it|they|the\s+[\p{L}-]+|\p{Lu}[\p{L}'’-]*)\s+(?:also\s+|always\s+|usually\s+|often\s+|only\s+)?(has|have|wears?|(?:is|are)\s+wearing)\s+(.+)$/iu.exec(
      sentence,
    );
  if (has?.[1] !== undefined && has[2] !== undefined && !new RegExp(`^(?:${NO_THING})\\b`, 'i').test(has[2]))
    return seenParts(`${/^ha/i.test(has[1]) ? 'with' : 'wearing'} ${has[2]}`);
  const whose =
    /^(?:her|his|its|their|the)\s+([\p{L}-]+)\s+(?:is|are)\s+((?:[\p{L}-]+\s+){0,3}[\p{L}-]+)$/iu.exec(
      sentence,
    );
  if (whose?.[1] !== undefined && whose[2] !== undefined && SEEN.test(`${whose[1]} ${whose[2]}`)) {
    if (isStory(sentence) || /^(?:an?|the|not|never|in|on|at|from|with|by)\b/i.test(whose[2])) return [];
    const isOne = !/(?:s|hair|fur|skin|plumage)$/i.test(whose[1]);
    const article = /^[aeiou]/i.test(whose[2]) ? 'an ' : 'a ';
    return [`with ${isOne ? article : ''}${whose[2]} ${whose[1]}`];
  }
  if (VERB.test(sentence) || wordsOf(sentence).length > MAX_NAME_WORDS) return [];
  if (!SEEN.test(sentence) && plainKind(sentence) === null) return [];
  const parts = seenParts(sentence);
  return parts.map((part, index) =>
    index === 0 && /^\p{Lu}\p{Ll}*\s/u.test(part)
      ? `${part.slice(0, 1).toLowerCase()}${part.slice(1)}`
      : part,
  );
}
