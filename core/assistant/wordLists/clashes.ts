import { SUBJECT_CLASHES } from './subjectClashes';

/** What does not go together in one picture, whichever of its parts says it. */
const CLASHES: readonly (readonly [RegExp, RegExp])[] = [
  ...SUBJECT_CLASHES,
  // Who is seen from elsewhere does not look at the viewer.
  [
    /\b(?:seen from behind|rear view|profile|side view|from the side|a distant side)\b/,
    /\b(?:viewer|expression|surprised)\b/,
  ],
  [/\bseen from behind\b|\brear view\b/, /\b(?:looking (?:at|up)|facing|coming toward|eyes|face|yawning)\b/],
  [
    /\bfrom (?:above|high)|high-angle|top-down|aerial|bird’s-eye/,
    /\b(?:looking down|viewer|towering|under towering|under a)\b/,
  ],
  [/\bfront view\b|\bfrom the front\b/, /\bwalking away|rear\b/],
  [/\bfrom behind\b/, /\b(?:pose|posture|gesture|stance|arms)\b/],
  [/\bfrom behind\b/, /\bin front of a (?:plain|dark|pale)/],
  [/low-angle|ground level|from below/, /\b(?:lying|curled up|under a wooden table|over the sea|above)\b/],
  [/far away|distant|small in a wide/, /\bclose to|in front of a (?:plain|dark|pale)|\bpeeking\b/],
  [/\bportrait\b/, /\b(?:two|children|child|family|friends)\b/],
  [
    /\b(?:detail|close|tight) view\b|\btight corner view\b/,
    /\b(?:distance|overhead|lone figure|rainbow|people|person|sky|thunderstorm|clouds|nobody|fog|waves|dunes|hills|snowfall|dog)\b/,
  ],
  [
    /\b(?:gown|ballgown|tuxedo|wedding dress|evening dress|cocktail dress)\b/,
    /\b(?:workshop|workbench|farm|goat|laundromat|washing machine|subway|supermarket|kneeling|hiking|desert|bakery|pottery|snow|snowy|frozen|rowing|climbing|field|greenhouse|bus stop|barefoot|wading|sweeping)\b/,
  ],
  [
    /\b(?:armou?r\w*|chainmail|breastplate|spacesuit|astronauts?|knights?|robots?|androids?|cyborgs?)\b/i,
    /\b(?:barefoot|wading|swimming|sofa|ice skating|balancing|skipping|deck chair|towel|sand castle|kneading|rowing)\b/,
  ],
  [
    /\b(?:boots?|shoes?|sneakers?|sandals?|heels|socks?|stockings|tights|footwear|ski)\b/i,
    /\b(?:barefoot|wading)\b/,
  ],
  // Windows.
  [
    /\bthin curtains\b/,
    /\b(?:workshop|barn|hangar|station|shed|boathouse|greenhouse|hall|library|bakery|staircase|museum|train|stairs|dance studio|pottery|tools|office|attic|plate|wooden board|backdrop|hands|loft)\b/,
  ],
  [
    /\b(?:tall windows|through a window|north-facing)\b/,
    /\b(?:greenhouse|barn|drawer|box|basket|under a wooden table|attic|sloping|train|shed|boathouse|hands)\b/,
  ],
  [
    /\b(?:raincoats?|poncho|cape|cloak|overcoat|anorak|trenchcoat|coat|sweater|pullover|hoodie|scarf|fur|parka|jacket|cardigan|turtleneck|armor)\b/,
    /\b(?:swimming pool|deck chair|desert|dune|towel|barefoot|wading|sand castle)\b/,
  ],
  // Weather and seasons.
  [
    /\brainy day|\brain\b|\bstorm|misty morning/,
    /\b(?:picnic|ice cream|paperback|newspaper|letter|map|sand|dust|kite|butterflies|shading|towel|deck chair|grapes|cloudless|desert|dunes|in the sun|star|stars|moonlight|bird bath|freshly)\b/,
  ],
  [
    /\b(?:snow\w*|frozen|frost|ice floes|ice skating|cranes|cardboard|overhead light|white light from above|winter)\b/,
    /\b(?:autumn|summer|sunflowers?|blossom\w*|wildflowers?|butterflies|tulips?|barefoot|swimsuit|bikini|spring|hot|lavender|clover|rain|rainy|puddles?|swimming pool)\b/,
  ],
  [/\b(?:autumn|fall)\b/, /\b(?:spring|summer|cherry blossoms?|blossoming|wildflowers?)\b/],
  [/\b(?:fog|mist)\b/, /\b(?:crisp|hazy|midday|cloudless|starlight|long shadow)\b/],
  [/\bcloudless\b/, /\b(?:cloudy|overcast|cloud)\b/],
  [/\btowering clouds\b/, /\b(?:overcast|misty)\b/],
  [/\bsky full of stars\b/, /\bfull moon\b/],
  [
    /\b(?:shading both eyes|casting a shadow|rainbow)\b/,
    /\b(?:overcast|misty|rainy|cloudy|dusk|sunrise|moon\w*|starlight|storm|last light)\b/,
  ],
  // What nobody does by night.
  [
    /\b(?:moonlight|full moon|starlight|deep blue dusk|before sunrise)\b/,
    /\b(?:map|shading|sand castle|footprints|paperback|butterflies|towel|sweeping|skipping|hot summer|feeding)\b/,
  ],
  [/\b(?:sunrise|sunset|morning|evening|dusk)\b/, /\b(?:midday|cloudless sky at noon)\b/],
  [/\bearly morning|morning fog\b/, /\b(?:evening|sunset|dusk|afternoon)\b/],
];

/** Of today, and out of place beside those who are not of today. */
const MODERN =
  /\b(?:subway|laundromat|washing machine|supermarket|shopping cart|office|laptop|whiteboard|headphones|bus stop|wristwatch|train|neon|street lamps|bicycle|swimming pool|deck chair|rooftop|newspaper|paperback|ice cream|umbrella|dance studio|suitcase|modern|city|shop|museum|backpack|theater|water bottle|ice skating|cranes|cardboard|overhead light|white light from above|photograph|gray backdrop|studio)\b|\bcafé/;
/** People of long ago, and of tales. */
const BYGONE =
  /\b(?:elf|elves|elven|dwarf|dwarves|knights?|paladin|wizards?|witch|witches|warriors?|princess|prince|queen|king|samurai|ninja|vikings?|pirates?|plate armou?r|chainmail|goblins?|orcs?|fairy|fairies|sorceress|mages?|druid|medieval|ancient|roman|victorian|renaissance|baroque|fantasy|hexe|ritter|elfe|krieger(?:in)?|chevalier|caballero|cavaliere)\b/i;
/** Whoever is of today in spite of it. */
const OF_TODAY = /\b(?:modern|urban|cyberpunk|sci-?fi|futuristic|contemporary|cosplay)\b/i;

/** What of each clash a text says: one bit for each, on either side. */
function sidesOf(text: string): readonly [bigint, bigint] {
  let [one, other] = [0n, 0n];
  for (const [index, [left, right]] of CLASHES.entries()) {
    if (left.test(text)) one |= 1n << BigInt(index);
    if (right.test(text)) other |= 1n << BigInt(index);
  }
  return [one, other];
}

/**
 * Tells whether any two parts of a picture contradict each other. In: its parts, in words, the LoRA's own subject among them. What
 * was read once is remembered, since a draw asks for the same parts again and again.
 */
export function createClashFinder(): (parts: readonly string[]) => boolean {
  const remembered = new Map<string, readonly [bigint, bigint]>();
  const read = (text: string) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const sides = sidesOf(text);
    remembered.set(text, sides);
    return sides;
  };
  return (parts) => {
    const sides = parts.map(read);
    return sides.some(([one], index) =>
      sides.some(([, other], place) => place !== index && (one & other) !== 0n),
    );
  };
}

/** Whether a subject of long ago would stand among things of today. */
export function isOutOfTime(subject: string, parts: readonly string[]): boolean {
  return BYGONE.test(subject) && !OF_TODAY.test(subject) && parts.some((part) => MODERN.test(part));
}
