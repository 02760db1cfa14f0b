import { type DragEvent, useRef, useState } from 'react';
import { isPromptFile } from '../../core/prompts/promptFileName';

/**
 * Lets a file of prompts be dropped on a part of the page. `dropProps` go on that part; `isOver` is true while a file is
 * dragged over it. In: what happens with the file; null while none is taken.
 */
export function usePromptDrop(onFile: ((file: File) => void) | null) {
  const [isOver, setOver] = useState(false);
  // Each element that is passed tells of entering and leaving.
  const depth = useRef(0);
  const takes = (event: DragEvent) => onFile !== null && holdsText(event);
  return {
    isOver,
    dropProps: {
      onDragEnter: (event: DragEvent) => {
        if (!takes(event)) return;
        depth.current += 1;
        setOver(true);
      },
      onDragOver: (event: DragEvent) => {
        if (!takes(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDragLeave: (event: DragEvent) => {
        if (!takes(event)) return;
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        depth.current = 0;
        setOver(false);
        const file = [...event.dataTransfer.files].find(({ name }) => isPromptFile(name));
        if (onFile === null || file === undefined) return;
        event.preventDefault();
        onFile(file);
      },
    },
  };
}

/** Some systems do not say of what kind a file is before it is dropped. A zip goes to the whole window. */
function holdsText({ dataTransfer }: DragEvent): boolean {
  return [...dataTransfer.items].some(
    ({ kind, type }) => kind === 'file' && (type === '' || /text|json|csv|excel/.test(type)),
  );
}
