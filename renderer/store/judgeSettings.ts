import { create } from 'zustand';

export type JudgeView = 'side' | 'single';

interface JudgeSettings {
  /** A choice is a vote at once; else it waits for Enter. */
  submitAtOnce: boolean;
  view: JudgeView;
  isPromptShown: boolean;
}

const PLACE = 'blindfold.judging';
const DEFAULTS: JudgeSettings = { submitAtOnce: true, view: 'side', isPromptShown: false };

/** How this window likes to judge; kept in this window, never in a session. */
export const useJudgeSettings = create<JudgeSettings>()(() => readSettings(localStorage.getItem(PLACE)));

/** Changes how this window judges and keeps it. */
export function setJudgeSettings(part: Partial<JudgeSettings>): void {
  useJudgeSettings.setState(part);
  localStorage.setItem(PLACE, JSON.stringify(useJudgeSettings.getState()));
}

/** Settings from their stored text; whatever cannot be read is as it is at first. */
export function readSettings(text: string | null): JudgeSettings {
  if (text === null) return DEFAULTS;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return DEFAULTS;
    const { submitAtOnce, view, isPromptShown } = value as Record<string, unknown>;
    return {
      submitAtOnce: typeof submitAtOnce === 'boolean' ? submitAtOnce : DEFAULTS.submitAtOnce,
      view: view === 'single' ? 'single' : 'side',
      isPromptShown: typeof isPromptShown === 'boolean' ? isPromptShown : DEFAULTS.isPromptShown,
    };
  } catch {
    return DEFAULTS;
  }
}
