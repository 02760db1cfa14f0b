import { useRef } from 'react';
import { useConnection } from '../store/connection';
import { beginSelection } from '../store/selection';
import { lookAtFolders, setFilter, useSessions } from '../store/sessions';
import { importChosenZip, importFiles } from '../store/transfers';
import { IconButton } from '../ui/Button';
import { Menu } from '../ui/Menu';

/** What concerns the list as a whole. */
export function ListMenu() {
  const { counts, total } = useSessions();
  const chooser = useZipChooser();
  return (
    <>
      <Menu
        trigger={<IconButton icon="list" label="More for the list" />}
        entries={[
          {
            label: 'Select several',
            icon: 'check',
            off: total === 0 ? 'nothing to select' : undefined,
            run: () => beginSelection(),
          },
          { label: 'Import from a zip', icon: 'import', run: chooser.open },
          { label: 'Refresh', icon: 'refresh', run: () => void lookAtFolders(true) },
          {
            label: 'Only archived ones',
            icon: 'archive',
            apart: true,
            off: counts.archived === 0 ? 'none' : undefined,
            hint: String(counts.archived),
            run: () => setFilter('archived'),
          },
          {
            label: 'Only damaged ones',
            icon: 'broken',
            off: counts.damaged === 0 ? 'none' : undefined,
            hint: String(counts.damaged),
            run: () => setFilter('damaged'),
          },
        ]}
      />
      {chooser.field}
    </>
  );
}

/** Asks for a zip in the way of the host: a window of the system, or the browser's own. */
export function useZipChooser() {
  const isDesktop = useConnection(({ info }) => info?.host === 'desktop');
  const field = useRef<HTMLInputElement>(null);
  return {
    open: () => (isDesktop ? void importChosenZip() : field.current?.click()),
    field: (
      <input
        ref={field}
        type="file"
        accept=".zip,application/zip"
        multiple
        hidden
        aria-label="Zip with sessions"
        onChange={({ target }) => {
          void importFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    ),
  };
}
