import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Push } from '../../../core/contract/pushes';
import { showUnsaved } from './unsavedMark';

it('marks the window while a session has changes that are not saved', () => {
  const marks: boolean[] = [];
  const window = Object.assign(new EventEmitter(), {
    setDocumentEdited: (isEdited: boolean) => marks.push(isEdited),
  });
  let unsaved: { session_id: string; label: string; changes: number }[] = [];
  let push: (message: Push) => void = () => undefined;
  let isStopped = false;
  showUnsaved(window as never, {
    unsavedSessions: () => unsaved,
    onPush: (listener) => {
      push = listener;
      return () => {
        isStopped = true;
      };
    },
  });
  const changed: Push = { push: 'sessions.changed', payload: { removed: [] } };
  push(changed);
  unsaved = [{ session_id: '20260101_000000', label: 'Mine', changes: 1 }];
  push(changed);
  push(changed);
  unsaved = [];
  push(changed);
  expect(marks).toEqual([true, false]);
  window.emit('closed');
  expect(isStopped).toBe(true);
});
