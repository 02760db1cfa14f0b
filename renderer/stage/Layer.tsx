import { type CSSProperties, useLayoutEffect, useRef } from 'react';
import { type Picture, sizeFor } from '../store/picture';
import { containedIn, type Layout } from './layout';

export type SideName = 'A' | 'B';

interface LayerProps {
  /** A stands left, B right. */
  place: SideName;
  /** What the picture is called. */
  name: string;
  picture: Picture;
  /** Where pictures lie; null while that is not known. */
  layout: Layout | null;
  isChosen: boolean;
  style?: CSSProperties | undefined;
}

/** One picture that was drawn before, put on the page as it is, with its letter or its label. */
export function Layer({ place, name, picture, layout, isChosen, style }: LayerProps) {
  const ref = useRef<HTMLDivElement>(null);
  const element = sizeFor(picture, layout === null ? picture : containedIn(layout.picture, picture));
  useLayoutEffect(() => {
    ref.current?.replaceChildren(element);
  }, [element]);
  return (
    <div className="layer" data-side={place} data-chosen={isChosen ? '' : undefined} style={style}>
      <div ref={ref} className="picture" />
      <span className="letter" aria-hidden="true">
        <span className="cut">{name}</span>
      </span>
    </div>
  );
}
