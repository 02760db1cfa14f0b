import type { TemplateName } from '../contract/assistantView';
import { METRICS_WORDING, PROMPTS_WORDING, REPORT_WORDING } from './wordings';

/** The built-in wording of each request. `{description}` and the like stand for what is filled in. */
export const BUILTIN_TEMPLATES: Readonly<Record<TemplateName, string>> = {
  prompts: PROMPTS_WORDING,
  metrics: METRICS_WORDING,
  report: REPORT_WORDING,
};

/** The places that a wording of this name knows, without braces. */
export const TEMPLATE_PLACES: Readonly<Record<TemplateName, readonly string[]>> = {
  prompts: [
    'description',
    'count',
    'trigger_words',
    'base_model',
    'loras',
    'coverage',
    'without_trigger',
    'present',
    'form',
  ],
  metrics: ['description', 'trigger_words', 'base_model', 'loras', 'present', 'most', 'form'],
  report: ['figures'],
};

/** The one place of each that nothing sensible can be asked without. */
const NEEDED: Readonly<Record<TemplateName, string>> = {
  prompts: 'description',
  metrics: 'description',
  report: 'figures',
};
/** Those without which an answer may come in a form that cannot be read, or not as asked for. */
const WISHED: Readonly<Record<TemplateName, readonly string[]>> = {
  prompts: ['count', 'form'],
  metrics: ['form'],
  report: [],
};

const PLACE = /\{([a-z_]+)\}/g;

/** Fills in a wording, once: braces in what is filled in stay as they are, and so do places that nothing is known for. */
export function fillTemplate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(PLACE, (place, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? place) : place,
  );
}

/** Why a wording cannot be used, as a sentence; null when it can. */
export function templateFault(name: TemplateName, text: string): string | null {
  const needed = NEEDED[name];
  if (placesIn(text).has(needed)) return null;
  return text.trim() === ''
    ? 'It is empty.'
    : `It lacks {${needed}}, which stands for ${needed === 'figures' ? 'the figures of the report' : 'your description'}.`;
}

/** What a wording that can be used leaves out or holds that means nothing, as a sentence; null when all is well. */
export function templateHint(name: TemplateName, text: string): string | null {
  const places = placesIn(text);
  const known = new Set(TEMPLATE_PLACES[name]);
  const odd = [...places].filter((place) => !known.has(place));
  const lacking = WISHED[name].filter((place) => !places.has(place));
  const inBraces = (names: readonly string[]) => names.map((place) => `{${place}}`).join(', ');
  const said = [
    ...(odd.length === 0 ? [] : [`Nothing is filled in for ${inBraces(odd)}, so it is sent as it stands.`]),
    ...(lacking.length === 0
      ? []
      : [`It leaves out ${inBraces(lacking)}, so an answer may come in another form or number.`]),
  ];
  return said.length === 0 ? null : said.join(' ');
}

function placesIn(text: string): Set<string> {
  return new Set([...text.matchAll(PLACE)].map(([, name = '']) => name));
}
