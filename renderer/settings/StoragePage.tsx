import { useEffect } from 'react';
import { useSettings } from '../store/settings';
import { followStorage, lookAtStats, useStorage } from '../store/storage';
import { Banner } from '../ui/Banner';
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
      <FromNextStart />
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

/** What was changed here and counts only later. */
function FromNextStart() {
  const sentence = useSettings(({ view }) => view?.from_next_start ?? null);
  if (sentence === null) return null;
  return (
    <div className="settings__note">
      <Banner icon="clock" title={sentence} />
    </div>
  );
}
