import type { SettingSource } from '../../core/contract/settings';

/** Why a setting cannot be changed here: where it is given. */
export const SOURCE_WORDS: Record<SettingSource, string> = {
  'command line': 'Set on the command line.',
  environment: 'Set by the environment.',
  '.env file': 'Set by the .env file.',
};
