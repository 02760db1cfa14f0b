import { type ReactNode, useEffect, useRef } from 'react';
import { isUnderWay } from '../../store/askPhases';
import { type Kind, leavePanel, stopAsking, useAsk } from '../../store/assistantAsk';

interface AskPanelProps {
  label: string;
  kind: Kind;
  onAsk: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Frame of a panel that asks the assistant. Escape stops what is asked, else closes it; leaving it stops it, too. */
export function AskPanel({ label, kind, onAsk, onClose, children }: AskPanelProps) {
  const isBusy = useAsk((state) => isUnderWay(state[kind]));
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    leavePanel(null);
    const leave = () => stopAsking(kind);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [kind]);
  // What has the focus may go when it is asked and when the answer comes, such as Try again and Stop.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of it is meant
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus();
  }, [isBusy]);
  return (
    <section
      ref={box}
      className="asking"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') {
          event.stopPropagation();
          if (isBusy) stopAsking(kind);
          else onClose();
        }
      }}
      // Before the control in focus, which Enter would switch or press as well.
      onKeyDownCapture={(event) => {
        if (event.nativeEvent.isComposing || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey))
          return;
        event.preventDefault();
        event.stopPropagation();
        onAsk();
      }}
    >
      {children}
    </section>
  );
}
