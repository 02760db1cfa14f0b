import { type CSSProperties, type RefObject, useLayoutEffect, useRef } from 'react';
import type { Choice } from '../../core/session/events';
import { useConnection } from '../store/connection';
import { openNext, type Showing, showAgain, useEvaluation } from '../store/evaluation';
import type { JudgeView } from '../store/judgeSettings';
import { showTab } from '../store/view';
import { Button } from '../ui/Button';
import type { Size } from '../ui/useSize';
import { useStagePointer } from './stagePointer';
import { pannedBy, pixelZoom, placeOf, windowOf, type Zoom, zoomedBy } from './zoom';

interface StageProps {
  ref: RefObject<HTMLDivElement | null>;
  shown: Showing | null;
  view: JudgeView;
  /** The room of one picture. */
  pane: Size | null;
  zoom: Zoom;
  isSwapped: boolean;
  mark: Choice | null;
  onZoom: (zoom: Zoom) => void;
  onSwap: (isSwapped: boolean) => void;
}

/** The neutral ground with both pictures or none. */
export function Stage({ ref, shown, view, pane, zoom, isSwapped, mark, onZoom, onSwap }: StageProps) {
  const failure = useEvaluation((state) => state.failure);
  const isLost = useConnection(({ link }) => link === 'lost');
  const { a, b } = shown?.pictures ?? { a: null, b: null };
  const picture = a === null ? null : { width: a.naturalWidth, height: a.naturalHeight };
  const change = (next: (picture: Size, pane: Size) => Zoom) => {
    if (picture !== null && pane !== null) onZoom(next(picture, pane));
  };
  useStagePointer(ref, {
    onSteps: (steps, at) => change((p, q) => zoomedBy(zoom, steps, p, q, at)),
    onMove: (dx, dy) => change((p, q) => pannedBy(zoom, dx, dy, p, q)),
    onHold: (isHeld) => {
      if (view === 'single' && (zoom === 'fit' || !isHeld)) onSwap(isHeld);
    },
    onTwice: () =>
      change((p, q) => (zoom === 'fit' ? pixelZoom(zoom, p, q, window.devicePixelRatio) : 'fit')),
  });
  const sides = isSwapped ? (['B', 'A'] as const) : (['A', 'B'] as const);
  const isPair = a !== null && b !== null && picture !== null;
  const ratio = picture === null ? 1 : picture.width / picture.height;
  return (
    <div
      ref={ref}
      className="stage"
      data-view={view}
      data-zoomed={zoom === 'fit' ? undefined : ''}
      aria-busy={shown === null && failure === null}
      style={{ '--ratio': ratio } as CSSProperties}
    >
      {isPair
        ? sides.slice(0, view === 'single' ? 1 : 2).map((side, index) => (
            <figure className="shot" key={index === 0 ? 'left' : 'right'}>
              <div
                className="frame"
                data-side={index === 0 ? 'A' : 'B'}
                data-chosen={mark === side || mark === 'same' ? '' : undefined}
              >
                <Picture element={side === 'A' ? a : b} zoom={zoom} picture={picture} pane={pane} />
                <span className="letter" aria-hidden="true">
                  {side}
                </span>
                {zoom === 'fit' || pane === null ? null : (
                  <Navigator zoom={zoom} picture={picture} pane={pane} />
                )}
              </div>
            </figure>
          ))
        : null}
      {shown !== null && !isPair ? <Broken shown={shown} /> : null}
      {shown === null && failure !== null ? (
        <div className="stage__word" role="alert">
          {/* Why nothing comes stands above already; the pair comes by itself when the link is back. */}
          <p>{isLost ? 'No pair can be fetched now.' : failure}</p>
          {isLost ? null : (
            <Button small icon="refresh" onClick={() => void openNext()}>
              Try again
            </Button>
          )}
        </div>
      ) : null}
    </div>
  );
}

/** One picture that was decoded before, put on the page as it is. */
function Picture({
  element,
  zoom,
  picture,
  pane,
}: {
  element: HTMLImageElement;
  zoom: Zoom;
  picture: Size;
  pane: Size | null;
}) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    ref.current?.replaceChildren(element);
  }, [element]);
  const isZoomed = zoom !== 'fit' && pane !== null;
  return (
    <div
      ref={ref}
      className="picture"
      data-pixels={isZoomed && zoom.scale * window.devicePixelRatio >= 2 ? '' : undefined}
      style={isZoomed ? snapped(placeOf(zoom, picture, pane)) : undefined}
    />
  );
}

/** On whole pixels of the screen, so that one to one is sharp. */
function snapped({ left, top, width, height }: ReturnType<typeof placeOf>): CSSProperties {
  const snap = (value: number) => Math.round(value * window.devicePixelRatio) / window.devicePixelRatio;
  return { left: snap(left), top: snap(top), width, height };
}

/** Which part is seen, as an empty outline: a small picture would show one side. */
function Navigator({ zoom, picture, pane }: { zoom: Exclude<Zoom, 'fit'>; picture: Size; pane: Size }) {
  const part = windowOf(zoom, picture, pane);
  const percent = (share: number) => `${share * 100}%`;
  return (
    <span className="navigator" aria-hidden="true" style={outlineSize(picture)}>
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

const OUTLINE = 72;

/** An outline of the picture's own shape, 72 px at its longer side. */
function outlineSize({ width, height }: Size): CSSProperties {
  const longer = Math.max(width, height);
  return { width: (OUTLINE * width) / longer, height: (OUTLINE * height) / longer };
}

function Broken({ shown }: { shown: Showing }) {
  const { a, b } = shown.pictures;
  const which =
    a === null && b === null
      ? 'Neither picture'
      : a === null
        ? 'Picture A cannot be shown, so neither'
        : 'Picture B cannot be shown, so neither';
  return (
    <div className="stage__word" role="alert">
      <p>
        {a === null && b === null ? `${which} can be shown.` : `${which} is.`} Try again, or skip the pair. If
        a file is gone, Generate can make it again.
      </p>
      <div className="line">
        <Button small icon="refresh" onClick={() => void showAgain()}>
          Try again
        </Button>
        <Button small icon="image" onClick={() => showTab('generate')}>
          Go to Generate
        </Button>
      </div>
    </div>
  );
}
