import { Dialog as Base } from '@base-ui/react/dialog';
import { useRef } from 'react';
import { PairLook, type PairLookProps } from './PairLook';
import './pairViewer.css';

/** A judged pair over the whole window, with its labels; looked at as while judging. */
export default function PairViewer(props: Omit<PairLookProps, 'home'>) {
  const home = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open
      disablePointerDismissal
      onOpenChange={(next) => {
        if (!next) props.onClose();
      }}
    >
      <Base.Portal>
        <Base.Popup ref={home} className="pairview" data-focus-home="" initialFocus={home} finalFocus={false}>
          <Base.Title className="sr">{props.title}</Base.Title>
          {/* Inside, so that its ground can be measured once it stands. */}
          <PairLook home={home} {...props} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
