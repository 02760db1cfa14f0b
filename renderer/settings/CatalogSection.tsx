import type { TaskView } from '../../core/contract/taskView';
import { changeSetting, useSettings } from '../store/settings';
import { rebuildCatalog, useStorage } from '../store/storage';
import { shareOf, useTasks } from '../store/tasks';
import { Button } from '../ui/Button';
import { Progress } from '../ui/Figure';
import { Segments } from '../ui/Segments';
import { SettingRow } from './SettingRow';

/** The index of the sessions: its kind, and making it anew. */
export function CatalogSection() {
  const kind = useSettings(({ view }) => view?.settings.storage_type ?? 'sqlite');
  const task = useTasks(({ tasks }) => tasks.findLast(isRebuilding) ?? null);
  const isAsked = useStorage(({ busy }) => busy.has('catalog'));
  return (
    <section className="section" aria-labelledby="settings-catalog">
      <div className="section__head">
        <h2 id="settings-catalog">Catalog</h2>
      </div>
      <SettingRow
        name="storage_type"
        title="Kind"
        help="An index of the folders for fast search. It can be rebuilt at any time."
        more={
          task !== null ? (
            <div className="line settings__task">
              <span className="xs muted">
                {task.total === null
                  ? 'Rebuilding'
                  : `Rebuilding, ${task.done.toLocaleString('en-US')} of ${task.total.toLocaleString('en-US')}`}
              </span>
              <Progress className="grow" label="Catalog rebuilt" done={shareOf(task) ?? 0} />
            </div>
          ) : null
        }
      >
        {({ off }) => (
          <>
            <Segments
              label="Kind of the catalog"
              value={kind}
              disabled={off}
              options={[
                { value: 'sqlite', label: 'SQLite' },
                { value: 'file', label: 'Files only' },
              ]}
              onChange={(next) => void changeSetting('storage_type', next)}
            />
            <Button small busy={isAsked || task !== null} onClick={() => void rebuildCatalog()}>
              Rebuild
            </Button>
          </>
        )}
      </SettingRow>
    </section>
  );
}

function isRebuilding({ kind, state }: TaskView): boolean {
  return kind === 'catalog' && state === 'running';
}
