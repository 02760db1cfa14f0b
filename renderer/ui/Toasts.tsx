import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import { IconButton } from './Button';
import { Icon } from './Icon';
import './toast.css';

const manager = Toast.createToastManager<{ hasTime: boolean }>();

export interface ToastContent {
  text: string;
  tone?: 'plain' | 'done' | 'fault';
  /** A way back, offered for 20 s; its press closes the toast. */
  undo?: { label: string; run: () => void };
  /** A way on from what happened, offered for 8 s. */
  act?: { label: string; run: () => void };
  onClose?: () => void;
}

const PLAIN_MS = 5000;
const FAULT_MS = 10_000;
const ACT_MS = 8000;
const UNDO_MS = 20_000;

/**
 * Shows a toast: what happened, in one line. It stays for 5 s, with a way back for 20 s, a fault for 10 s, one with a way on for 8 s.
 * The answer closes it before that.
 */
export function showToast({ text, tone = 'plain', undo, act, onClose }: ToastContent): () => void {
  const action = undo ?? act;
  const id = manager.add({
    title: text,
    type: tone,
    priority: tone === 'fault' ? 'high' : 'low',
    timeout: undo ? UNDO_MS : tone === 'fault' ? FAULT_MS : act ? ACT_MS : PLAIN_MS,
    data: { hasTime: undo !== undefined },
    ...(onClose ? { onRemove: onClose } : {}),
    ...(action
      ? {
          actionProps: {
            children: action.label,
            onClick: () => {
              manager.close(id);
              action.run();
            },
          },
        }
      : {}),
  });
  return () => manager.close(id);
}

/** Gives the page its toasts and their live region. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts" aria-label="Notices">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts, close } = Toast.useToastManager<{ hasTime: boolean }>();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast" swipeDirection={[]}>
      <Toast.Content className="toast__text">
        {toast.type === 'fault' ? (
          <Icon name="fault" />
        ) : toast.type === 'done' ? (
          <Icon name="check" />
        ) : null}
        <Toast.Title render={<p />} className="grow" />
        {toast.actionProps ? <Toast.Action className="link" /> : null}
        <IconButton icon="x" label="Close" onClick={() => close(toast.id)} />
      </Toast.Content>
      {toast.data?.hasTime ? (
        <i className="toast__time" style={{ animationDuration: `${UNDO_MS}ms` }} />
      ) : null}
    </Toast.Root>
  ));
}
