import type { TemplateName } from '../contract/assistantView';

/** The built-in wording of each request. `{description}` and the like stand for what is filled in. */
export const BUILTIN_TEMPLATES: Readonly<Record<TemplateName, string>> = {
  prompts: '',
  metrics: '',
  report: '',
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

/** Fills in a wording, once: braces in what is filled in stay as they are, and so do places that nothing is known for. */
export function fillTemplate(text: string, _values: Readonly<Record<string, string>>): string {
  return text;
}
