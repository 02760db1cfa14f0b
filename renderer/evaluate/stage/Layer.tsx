import { type CSSProperties, useLayoutEffect, useRef } from 'react';

export type SideName = 'A' | 'B';

interface LayerProps {
  /** A stands left, B right. */
  place: SideName;
  /** Whose picture it is. */
  side: SideName;
  element: HTMLImageElement;
  isChosen: boolean;
  style?: CSSProperties | undefined;
}

/** One picture that was decoded before, put on the page as it is, with its letter. */
export function Layer({ place, side, element, isChosen, style }: LayerProps) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    ref.current?.replaceChildren(element);
  }, [element]);
  return (
    <div className="layer" data-side={place} data-chosen={isChosen ? '' : undefined} style={style}>
      <div ref={ref} className="picture" />
      <span className="letter" aria-hidden="true">
        {side}
      </span>
    </div>
  );
}
