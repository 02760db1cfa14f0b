import { describe, expect, it } from 'vitest';
import { JUDGE_VIEWS, readSettings, setJudgeSettings, showNextView, useJudgeSettings } from './judgeSettings';

describe('readSettings', () => {
  it('is as at first when nothing or nonsense is stored', () => {
    const first = { submitAtOnce: true, view: 'side', isPromptShown: false };
    for (const text of [null, '', 'nonsense', '7', 'null', '{"submitAtOnce":"yes","view":"flicker"}'])
      expect(readSettings(text)).toEqual(first);
  });

  it('reads back what was set', () => {
    setJudgeSettings({ submitAtOnce: false, view: 'single' });
    expect(readSettings(localStorage.getItem('blindfold.judging'))).toEqual(useJudgeSettings.getState());
    expect(useJudgeSettings.getState()).toEqual({
      submitAtOnce: false,
      view: 'single',
      isPromptShown: false,
    });
  });
});

describe('showNextView', () => {
  it('goes through all four views and comes back to the first', () => {
    setJudgeSettings({ view: 'side' });
    const seen = JUDGE_VIEWS.map(() => {
      showNextView();
      return useJudgeSettings.getState().view;
    });
    expect(seen).toEqual(['slider', 'single', 'difference', 'side']);
    for (const view of seen) expect(readSettings(JSON.stringify({ view })).view).toBe(view);
  });
});
