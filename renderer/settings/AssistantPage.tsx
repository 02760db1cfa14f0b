import { useEffect, useState } from 'react';
import { fetchAssistant, useAssistant } from '../store/assistant';
import { KeyRow } from './assistant/KeyRow';
import { LimitRow } from './assistant/LimitRow';
import { ModelRow } from './assistant/ModelRow';
import { OtherKeys } from './assistant/OtherKeys';
import { ServerRows } from './assistant/ServerRows';
import { WhatIsSent } from './assistant/WhatIsSent';
import { WordingSection } from './assistant/WordingSection';
import { LoadFailure } from './LoadFailure';
import './assistant/assistant.css';

/** The model that helps with prompts, metrics and the report: where it is, what it is told, and in which words. */
export default function AssistantPage() {
  const { view, failure } = useAssistant();
  const [isOther, setOther] = useState(false);
  useEffect(() => void fetchAssistant(), []);
  return (
    <>
      <section className="section" aria-labelledby="settings-assistant">
        <div className="section__head">
          <h2 id="settings-assistant">Assistant</h2>
        </div>
        <p className="muted assistant__intro">
          A language model can write prompts, suggest what to ask, and put a report into words. Any server
          that speaks as OpenAI’s does will do. Without one, prompts and metrics are made from word lists, and
          reports by template.
        </p>
        {failure === null ? null : (
          <LoadFailure
            what="How the assistant is set up cannot be read."
            message={failure}
            onAgain={() => void fetchAssistant()}
          />
        )}
        <ServerRows isOther={isOther} onOther={setOther} />
        {/* A key that is typed while an address is would go to the server before it. */}
        {view === null || view.server === null || isOther ? null : (
          <>
            <KeyRow key={view.server} view={view} server={view.server} />
            <ModelRow key={`model of ${view.server}`} model={view.model} />
            <LimitRow />
          </>
        )}
      </section>
      {view === null ? null : <WhatIsSent server={view.server} />}
      {view === null ? null : <OtherKeys view={view} />}
      <WordingSection />
    </>
  );
}
