import { JUDGE_VIEWS, setJudgeSettings, useJudgeSettings, VIEW_NAMES } from '../store/judgeSettings';
import { Segments } from '../ui/Segments';
import { Switch } from '../ui/Switch';
import { RestRows } from './RestRows';
import { SettingRow } from './SettingRow';

/** How this window judges, kept in this window, and when a rest is proposed, kept for all of them. */
export function EvaluationPage() {
  const { submitAtOnce, view, isPromptShown } = useJudgeSettings();
  return (
    <section className="section" aria-labelledby="settings-evaluation">
      <div className="section__head">
        <h2 id="settings-evaluation">Evaluation</h2>
      </div>
      <SettingRow
        title="A choice is a vote at once"
        help="Off: a choice waits for Enter, so that stars and a note can be given with it."
      >
        {() => (
          <Switch
            label="A choice is a vote at once"
            checked={submitAtOnce}
            onChange={(next) => setJudgeSettings({ submitAtOnce: next })}
          />
        )}
      </SettingRow>
      <SettingRow title="Pictures" help="How a pair is shown; V changes it while judging.">
        {() => (
          <Segments
            label="Pictures"
            value={view}
            options={JUDGE_VIEWS.map((value) => ({ value, label: VIEW_NAMES[value] }))}
            onChange={(next) => setJudgeSettings({ view: next })}
          />
        )}
      </SettingRow>
      <SettingRow title="Show the prompt" help="Below the pictures, while they are judged.">
        {() => (
          <Switch
            label="Show the prompt"
            checked={isPromptShown}
            onChange={(next) => setJudgeSettings({ isPromptShown: next })}
          />
        )}
      </SettingRow>
      <RestRows />
      <p className="setting__foot xs faint">
        A rest is proposed in every window. All else is kept in this window and holds for all sessions.
      </p>
    </section>
  );
}
