import { useEffect, useState } from 'react';
import { kindOfType, takeDropped } from './store/droppedFiles';
import { Icon } from './ui/Icon';
import './fileDrop.css';

/** What is dragged, as far as it can be known before it is dropped: `json` may be a workflow or votes, `unknown` any of them. */
type Dragged = 'zip' | 'workflow' | 'json' | 'unknown';

const WORDS: Readonly<Record<Dragged, { title: string; text: string }>> = {
  zip: {
    title: 'Drop the zip to take its sessions in',
    text: 'Nothing here is overwritten. A rating pack becomes a session of its own.',
  },
  workflow: {
    title: 'Drop the workflow to make the images with it',
    text: 'A JSON file in API format, or a picture that ComfyUI saved.',
  },
  json: {
    title: 'Drop the file to take it in',
    text: 'A workflow goes into this set-up, the votes of a rating pack into this session.',
  },
  unknown: {
    title: 'Drop a zip of sessions, a workflow, or votes',
    text: 'A workflow goes into this set-up, the votes of a rating pack into this session.',
  },
};

/** Files that are dragged over the window can be dropped anywhere: a zip's sessions and votes are taken in, a workflow goes into the set-up. */
export function FileDrop() {
  const dragged = useFileDrop();
  if (dragged === null) return null;
  const { title, text } = WORDS[dragged];
  return (
    <div className="drop" aria-hidden="true">
      <div className="drop__in">
        <Icon name="import" />
        <p>
          <b>{title}</b>
        </p>
        <p className="muted">{text}</p>
      </div>
    </div>
  );
}

/** What is dragged over the window at the moment that can be taken in; null when nothing is. A drop takes it in. */
function useFileDrop(): Dragged | null {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  useEffect(() => {
    // Each element that is passed tells of entering and leaving; the window is left when all were left.
    let depth = 0;
    // A picture of the page that is dragged comes as a file, too, and is none.
    let isOwn = false;
    const look = (event: DragEvent) => (isOwn ? null : draggedIn(event));
    const begin = () => {
      isOwn = true;
    };
    const end = () => {
      isOwn = false;
    };
    const enter = (event: DragEvent) => {
      const found = look(event);
      if (found === null) return;
      depth += 1;
      setDragged(found);
    };
    const over = (event: DragEvent) => {
      if (look(event) === null) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (event: DragEvent) => {
      if (look(event) === null) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragged(null);
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setDragged(null);
      // A part of the page took the file for itself.
      if (event.defaultPrevented || look(event) === null) return;
      event.preventDefault();
      void takeDropped([...(event.dataTransfer?.files ?? [])]);
    };
    const listeners = {
      dragstart: begin,
      dragend: end,
      dragenter: enter,
      dragover: over,
      dragleave: leave,
      drop,
    };
    const pairs = Object.entries(listeners) as [keyof typeof listeners, (event: DragEvent) => void][];
    for (const [name, listener] of pairs) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of pairs) window.removeEventListener(name, listener);
    };
  }, []);
  return dragged;
}

/** Some systems do not say of what kind a file is before it is dropped. */
function draggedIn({ dataTransfer }: DragEvent): Dragged | null {
  const types = [...(dataTransfer?.items ?? [])].flatMap(({ kind, type }) => (kind === 'file' ? [type] : []));
  const kinds = new Set(types.map(kindByType));
  kinds.delete(null);
  const [first, ...rest] = kinds;
  if (first === undefined || first === null) return null;
  return rest.length > 0 ? 'unknown' : first;
}

function kindByType(type: string): Dragged | null {
  if (type === '') return 'unknown';
  if (type === 'application/json') return 'json';
  const kind = kindOfType(type);
  return kind === 'zip' || kind === 'workflow' ? kind : null;
}
