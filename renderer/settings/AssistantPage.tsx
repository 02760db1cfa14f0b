import { useEffect } from 'react';
import { fetchAssistant, serverWords, useAssistant } from '../store/assistant';
import { LoadFailure } from './LoadFailure';

/** The model that helps with prompts, metrics and the report. */
export default function AssistantPage() {
  const { view, failure } = useAssistant();
  useEffect(() => void fetchAssistant(), []);
  return (
    <section className="section" aria-labelledby="settings-assistant">
      <div className="section__head">
        <h2 id="settings-assistant">Assistant</h2>
      </div>
      {failure !== null ? (
        <LoadFailure
          what="How it is set up cannot be read."
          message={failure}
          onAgain={() => void fetchAssistant()}
        />
      ) : (
        <p className="muted">{view?.server == null ? 'Off' : serverWords(view.server)}</p>
      )}
    </section>
  );
}
