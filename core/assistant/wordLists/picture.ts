import type { Random } from '../../plan/random';
import { createClashFinder, isOutOfTime } from './clashes';
import { createDeck, type Deck } from './deck';
import { FRAMINGS, type Framing, type FramingGroup, type Reach } from './framings';
import { COLORED, LIGHTS, type Light, type LightSort, lightGroup } from './lights';
import type { Medium } from './mediums';
import type { OwnWords } from './ownWords';
import { EXPRESSIONS } from './peopleScenes';
import { isOutdoors, type Scene } from './scene';

/** Whom or what a picture shows, before anything is said of where and how. */
export interface Shown {
  /** As a prompt calls it. */
  readonly words: string;
  readonly framing: FramingGroup;
  readonly reach: Reach;
  /** From farther away nothing would be seen of it. */
  readonly farthest: Reach;
  /** Where it can be; null where the words are a whole picture, which then name the lights that fit. */
  readonly scenes: readonly Scene[] | null;
  readonly lights: readonly LightSort[] | null;
  /** A face can be all that is seen of it. */
  readonly hasFace: boolean;
  readonly own: OwnWords;
}

/** One picture in parts, each of which may be empty. */
export interface Picture {
  readonly shown: Shown;
  readonly doing: string;
  readonly place: string;
  readonly light: string;
  readonly framing: string;
  readonly medium: string;
}

export interface PictureRules {
  /** Spread over everything; else plain pictures. */
  readonly coverage: boolean;
  readonly mediums: readonly Medium[];
  /** Leaves out what must not be said. */
  readonly allows: (text: string) => boolean;
  /** Lights too must not say it; else they may. */
  readonly avoidsLights: boolean;
}

/** Draws pictures from the lists, each list gone through as evenly as what goes together lets it. */
export function createPictures(given: PictureRules, random: Random) {
  const hasClash = createClashFinder();
  const allowed = new Map<string, boolean>();
  const rules = {
    ...given,
    allows: (text: string) => {
      const known = allowed.get(text) ?? given.allows(text);
      allowed.set(text, known);
      return known;
    },
  };
  const lights = createDeck(
    LIGHTS.filter(({ isPlain }) => rules.coverage || isPlain),
    random,
    lightGroup,
  );
  const mediums = createDeck(
    rules.mediums.filter(({ text }) => rules.allows(text)),
    random,
  );
  const expressions = createDeck(EXPRESSIONS.filter(rules.allows), random);
  const framings = new Map<FramingGroup, Deck<Framing>>();
  const scenes = new Map<readonly Scene[], Deck<Scene>>();
  const doings = new Map<Scene, Deck<string>>();

  function framingsOf(group: FramingGroup): Deck<Framing> {
    const deck =
      framings.get(group) ??
      createDeck(
        FRAMINGS[group].filter(({ text, isPlain }) => (rules.coverage || isPlain) && rules.allows(text)),
        random,
        ({ reach }) => reach,
      );
    framings.set(group, deck);
    return deck;
  }

  function scenesOf(list: readonly Scene[]): Deck<Scene> {
    const deck =
      scenes.get(list) ??
      createDeck(
        list.filter(({ place }) => rules.allows(place)),
        random,
        ({ lights: [first] }) => first,
      );
    scenes.set(list, deck);
    return deck;
  }

  /** What is done in a scene, so that it can be seen. */
  function doingIn(at: Scene, reach: Reach, clashes: (doing: string) => boolean): string | null {
    const deck = doings.get(at) ?? createDeck([...at.calm, ...at.whole].filter(rules.allows), random);
    doings.set(at, deck);
    return deck.draw(
      (doing) =>
        (reach >= 2 || at.calm.includes(doing)) && (reach < 3 || at.whole.includes(doing)) && !clashes(doing),
    );
  }

  /** A picture of what is shown; parts that nothing fits are left out. */
  return function draw(shown: Shown, hasMedium: boolean): Picture {
    const { own } = shown;
    const list = own.place ? null : shown.scenes;
    const hasDoings =
      !own.action && (list?.some(({ calm, whole }) => calm.length + whole.length > 0) ?? false);
    const said = [shown.words];
    const clashes = (...parts: readonly string[]) =>
      hasClash([...said, ...parts]) || isOutOfTime(shown.words, parts);
    const fitsScene = (at: Scene, light: Light) =>
      at.lights.includes(light.sort) && !clashes(at.place, light.text);

    const light = lights.draw(
      (one) =>
        (own.lights === null || own.lights.includes(one.sort)) &&
        (!own.isGray || !COLORED.test(one.text)) &&
        (!rules.avoidsLights || rules.allows(one.text)) &&
        !clashes(one.text) &&
        (list === null
          ? (shown.lights ?? own.lights ?? ANYWHERE).includes(one.sort)
          : list.some((at) => rules.allows(at.place) && fitsScene(at, one))),
    );
    const lightWords = light === null || own.light ? '' : light.text;
    const sorts: readonly LightSort[] = light === null ? (shown.lights ?? []) : [light.sort];
    const scenesFit = (framing: Framing | null) => (at: Scene) => {
      if (light !== null && !fitsScene(at, light)) return false;
      if (light === null && clashes(at.place)) return false;
      if (framing === null) return true;
      if (clashes(at.place, framing.text)) return false;
      if (framing.reach === 3 && !isOutdoors(at.lights)) return false;
      if (!hasDoings || (framing.reach === 0 && shown.hasFace)) return true;
      if (framing.reach === 3) return at.whole.length > 0;
      return framing.reach === 2 || at.calm.length > 0;
    };
    const wanted = framingsOf(shown.framing).draw(
      (one) =>
        one.reach >= shown.reach &&
        one.reach <= shown.farthest &&
        (one.reach < 3 || isOutdoors(sorts)) &&
        !clashes(one.text, lightWords) &&
        (list === null || list.some((at) => rules.allows(at.place) && scenesFit(one)(at))),
    );
    const isFramed = !own.framing && (rules.coverage || random.int(2) === 0);
    const framing = isFramed ? wanted : null;
    const framingWords = framing?.text ?? '';
    const at = list === null ? null : scenesOf(list).draw(scenesFit(framing));
    const doing = !hasDoings || at === null ? null : doingOf(at, framing);
    const isColored = own.isGray || COLORED.test(lightWords) || COLOR_NAMED.test(shown.words);
    const medium = hasMedium && !own.medium ? mediums.draw(({ isGray }) => !isGray || !isColored) : null;
    return {
      shown,
      doing: doing ?? '',
      place: at?.place ?? '',
      light: lightWords,
      framing: framingWords,
      medium: medium?.text ?? '',
    };

    function doingOf(scene: Scene, framed: Framing | null): string | null {
      const unfit = (doing: string) => clashes(doing, scene.place, lightWords, framed?.text ?? '');
      if (shown.hasFace && framed?.reach === 0) return expressions.draw((doing) => !unfit(doing));
      return doingIn(scene, framed?.reach ?? 2, unfit);
    }
  };
}

/** Of what has a color of its own, a drawing without color would hide it. */
const COLOR_NAMED =
  /\b(?:red|orange|yellow|green|blue|purple|violet|pink|brown|golden|turquoise|teal|copper|rot\w*|blau\w*|grün\w*|rouge|bleue?|verte?|rojo|azul|verde)\b/i;

/** Lights for what may be anywhere. */
const ANYWHERE: readonly LightSort[] = ['sun', 'grey', 'low', 'day', 'studio'];
