import { create } from 'zustand';

/** The ways to look at a pair, in the order in which one key goes through them. */
export const JUDGE_VIEWS = ['side', 'slider', 'single', 'difference'] as const;
export type JudgeView = (typeof JUDGE_VIEWS)[number];

/** What each view is called. */
export const VIEW_NAMES: Readonly<Record<JudgeView, string>> = {
  side: 'Side by side',
  slider: 'Slider',
  single: 'One at a time',
  difference: 'Difference',
};

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

/** Goes on to the next view; after the last one comes the first. */
export function showNextView(): void {
  const place = JUDGE_VIEWS.indexOf(useJudgeSettings.getState().view);
  setJudgeSettings({ view: JUDGE_VIEWS[(place + 1) % JUDGE_VIEWS.length] ?? DEFAULTS.view });
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
      view: JUDGE_VIEWS.find((known) => known === view) ?? DEFAULTS.view,
      isPromptShown: typeof isPromptShown === 'boolean' ? isPromptShown : DEFAULTS.isPromptShown,
    };
  } catch {
    return DEFAULTS;
  }
}
