import { useEffect, useState } from 'react';
import { importFiles } from './store/transfers';
import { Icon } from './ui/Icon';
import './zipDrop.css';

/** A zip that is dragged over the window can be dropped anywhere: its sessions are taken in. */
export function ZipDrop() {
  const isOver = useZipDrop();
  if (!isOver) return null;
  return (
    <div className="drop" aria-hidden="true">
      <div className="drop__in">
        <Icon name="import" />
        <p>
          <b>Drop the zip to take its sessions in</b>
        </p>
        <p className="muted">Nothing here is overwritten.</p>
      </div>
    </div>
  );
}

/** Whether files are dragged over the window at the moment, of which one may be a zip; a drop takes them in. */
function useZipDrop(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    // Each element that is passed tells of entering and leaving; the window is left when all were left.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!holdsZip(event)) return;
      depth += 1;
      setOver(true);
    };
    const over = (event: DragEvent) => {
      if (!holdsZip(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (event: DragEvent) => {
      if (!holdsZip(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      // A part of the page took the file for itself.
      if (event.defaultPrevented || !holdsZip(event)) return;
      event.preventDefault();
      void importFiles([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
}

/** Some systems do not say of what kind a file is before it is dropped. */
function holdsZip({ dataTransfer }: DragEvent): boolean {
  return [...(dataTransfer?.items ?? [])].some(
    ({ kind, type }) => kind === 'file' && (type === '' || type.includes('zip')),
  );
}
