import { describe, expect, it } from 'vitest';
import { readSettings, setJudgeSettings, useJudgeSettings } from './judgeSettings';

describe('readSettings', () => {
  it('is as at first when nothing or nonsense is stored', () => {
    const first = { submitAtOnce: true, view: 'side', isPromptShown: false };
    for (const text of [null, '', 'nonsense', '7', 'null', '{"submitAtOnce":"yes","view":"slider"}'])
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
