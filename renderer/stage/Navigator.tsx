import type { CSSProperties } from 'react';
import type { Size } from '../ui/useSize';
import { type Layout, seenOf } from './layout';

const OUTLINE = 72;

/** Which part is seen, as an empty outline: a small picture would show one side. */
export function Navigator({ layout }: { layout: Layout }) {
  const part = seenOf(layout);
  const percent = (share: number) => `${share * 100}%`;
  return (
    <span className="navigator" aria-hidden="true" style={outlineSize(layout.picture)}>
      <i
        style={{
          left: percent(part.left),
          top: percent(part.top),
          width: percent(part.width),
          height: percent(part.height),
        }}
      />
    </span>
  );
}

/** An outline of the picture's own shape, 72 px at its longer side. */
function outlineSize({ width, height }: Size): CSSProperties {
  const longer = Math.max(width, height);
  return { width: (OUTLINE * width) / longer, height: (OUTLINE * height) / longer };
}
