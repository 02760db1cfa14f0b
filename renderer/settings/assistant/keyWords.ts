import type { AssistantView } from '../../../core/contract/assistantView';

/** Where keys are kept, after "is kept". */
export const PLACE_WORDS: Record<AssistantView['keeps_keys'], string> = {
  system: 'beside the settings, sealed by the system’s key store',
  file: 'in a file beside the settings that only your account may read',
  memory: 'until Blindfold is closed, as its settings are not kept either',
};
