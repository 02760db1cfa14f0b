import { useEffect } from 'react';
import { useSettings } from '../store/settings';
import { followStorage, keepScratch, lookAtStats, useStorage } from '../store/storage';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Figure, Figures } from '../ui/Figure';
import { CatalogSection } from './CatalogSection';
import { CleanupSection } from './CleanupSection';
import { ArchiveRow, FolderRow } from './FolderRows';
import { LargestSessions } from './LargestSessions';
import { LoadFailure } from './LoadFailure';
import { storageFigures } from './storageWords';
import { TrashSection } from './TrashSection';

/** What is kept, where, how much of it, and the ways to have less of it. */
export function StoragePage() {
  useEffect(followStorage, []);
  return (
    <>
      <Scratch />
      <Overview />
      <CleanupSection />
      <TrashSection />
      <CatalogSection />
      <LargestSessions />
    </>
  );
}

function Overview() {
  const stats = useStorage((state) => state.stats);
  const figures = storageFigures(stats.phase === 'ready' ? stats.value : null, Date.now());
  return (
    <section className="section" aria-label="What is kept" aria-busy={stats.phase === 'loading'}>
      {stats.phase === 'failed' ? (
        <LoadFailure
          what="The figures cannot be read."
          message={stats.message}
          onAgain={() => void lookAtStats()}
        />
      ) : (
        <Figures className="settings__figures">
          {figures.map(({ name, value, unit }) => (
            <Figure key={name} name={name} value={value} unit={unit} />
          ))}
        </Figures>
      )}
      <FolderRow />
      <ArchiveRow />
    </section>
  );
}

/** With persistence off everything is gone at exit: said loudly, with the way out. */
function Scratch() {
  const isOff = useSettings(({ view }) => view !== null && !view.persistence_enabled);
  const isBusy = useStorage(({ busy }) => busy.has('keep'));
  if (!isOff) return null;
  return (
    <div className="settings__note">
      <Banner
        tone="caution"
        icon="warn"
        title="Nothing is kept: all sessions of this run are gone when Blindfold ends."
        actions={
          <Button small busy={isBusy} onClick={() => void keepScratch()}>
            Keep them
          </Button>
        }
      >
        Persistence is switched off. Keep copies the sessions to where they are kept otherwise.
      </Banner>
    </div>
  );
}
