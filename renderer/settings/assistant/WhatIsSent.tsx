import { isOwnComputer, serverWords } from '../../store/assistant';

/** What leaves this computer, and when, in plain words. */
export function WhatIsSent({ server }: { server: string | null }) {
  return (
    <section className="section" aria-labelledby="settings-sent">
      <div className="section__head">
        <h2 id="settings-sent">What is sent</h2>
      </div>
      {server === null ? (
        <p className="muted assistant__intro">Nothing. Word lists and templates are part of Blindfold.</p>
      ) : (
        <Sent server={server} />
      )}
    </section>
  );
}

function Sent({ server }: { server: string }) {
  const where = serverWords(server);
  return (
    <>
      <p className="muted assistant__intro">
        {isOwnComputer(server)
          ? `What is sent goes to ${where}, so it stays here unless that server passes it on.`
          : `What is sent leaves this computer and goes to ${where}.`}{' '}
        Nothing is sent until you press Generate, Suggest or Write, but for the question which models there
        are.
      </p>
      <ul className="assistant__sent muted">
        <li>
          For prompts and metrics: your description, the names and trigger words of the LoRAs, the base model,
          and the prompts or metrics that are there already, so that none comes twice.
        </li>
        <li>For a report: the names and figures that the report shows.</li>
        <li>Never: pictures, single votes, workflows, your folders, or the address of ComfyUI.</li>
      </ul>
    </>
  );
}
