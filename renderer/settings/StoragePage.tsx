import { useEffect } from 'react';
import { followStorage, lookAtStats, useStorage } from '../store/storage';
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
