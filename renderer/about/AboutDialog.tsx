import { useEffect, useState } from 'react';
import type { AppAbout } from '../../core/contract/appView';
import { copyAbout, fetchAbout, fetchNotices } from '../store/about';
import { useConnection } from '../store/connection';
import { Button, LinkButton } from '../ui/Button';
import { FaultLine } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { InfoDialog } from '../ui/InfoDialog';
import './about.css';

type Answer = { about: AppAbout } | { fault: string } | null;

/** What this copy of Blindfold is: version, parts, where its things lie, licences. */
export default function AboutDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const info = useConnection((connection) => connection.info);
  const [answer, setAnswer] = useState<Answer>(null);
  useEffect(() => {
    if (!open) return;
    let isWanted = true;
    void fetchAbout().then((next) => {
      if (isWanted) setAnswer(next);
    });
    return () => {
      isWanted = false;
    };
  }, [open]);
  const about = answer !== null && 'about' in answer ? answer.about : null;
  return (
    <InfoDialog open={open} title="About Blindfold" onClose={onClose}>
      <div className="about">
        <div className="about__name">
          <Icon name="brand" />
          <div>
            <div className="about__version">Blindfold {info?.version}</div>
            <div className="faint">
              {info?.host === 'desktop' ? 'Desktop app' : 'In the browser'}. Blind voting on whether a LoRA
              beats the plain model.
            </div>
          </div>
        </div>
        {answer !== null && 'fault' in answer ? <FaultLine>{answer.fault}</FaultLine> : null}
        {about === null ? null : <Facts about={about} />}
        <Licences licence={about?.licence ?? null} />
        <div className="dialog__acts">
          <span className="grow" />
          <Button
            icon="copy"
            off={about === null ? 'Not known yet' : undefined}
            onClick={() => about !== null && info !== null && void copyAbout(info, about)}
          >
            Copy
          </Button>
        </div>
      </div>
    </InfoDialog>
  );
}

function Facts({ about: { programs, system, places } }: { about: AppAbout }) {
  return (
    <dl className="about__facts">
      {programs.map(({ name, version }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{version}</dd>
        </div>
      ))}
      <div>
        <dt>System</dt>
        <dd>{system}</dd>
      </div>
      {places.map(({ name, path }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd title={path ?? undefined}>{path ?? 'not kept'}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The app's own licence in a line, and those of its parts once they are asked for. */
function Licences({ licence }: { licence: string | null }) {
  const [parts, setParts] = useState<{ text: string } | { fault: string } | null>(null);
  return (
    <>
      <p className="about__licence">
        {licence === null ? '' : `Free software under the ${licence} licence. `}
        {parts === null ? (
          <LinkButton onClick={() => void fetchNotices().then(setParts)}>Licences of its parts</LinkButton>
        ) : null}
      </p>
      {parts !== null && 'fault' in parts ? <FaultLine>{parts.fault}</FaultLine> : null}
      {parts !== null && 'text' in parts ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key
        <section className="about__parts" aria-label="Licences of its parts" tabIndex={0}>
          {parts.text}
        </section>
      ) : null}
    </>
  );
}
