import type { CSSProperties, ReactNode } from 'react';
import type { Choice } from '../../core/session/events';
import type { Pictures } from '../store/evaluationPictures';
import type { Picture } from '../store/picture';
import { GAINS, setGain, useViewing } from '../store/viewing';
import { Segments } from '../ui/Segments';
import { Difference } from './Difference';
import { Divider } from './Divider';
import { Layer, type SideName } from './Layer';
import { dividerAt } from './layout';
import { Navigator } from './Navigator';
import './stage.css';
import type { Viewer } from './viewer';

/** What the two pictures are called where they lie. */
export interface StageNames {
  a: string;
  b: string;
}

interface StageProps {
  viewer: Viewer;
  /** Both, or null while there is no pair; a picture that cannot be shown is null. */
  pictures: Pictures | null;
  names: StageNames;
  /** The vote of a moment ago. */
  mark?: Choice | null;
  isBusy: boolean;
  /** What is said where no pair is seen. */
  children?: ReactNode;
}

/** The neutral ground with both pictures or none. */
export function Stage({ viewer, pictures, names, mark = null, isBusy, children }: StageProps) {
  const { a, b } = pictures ?? { a: null, b: null };
  const { view, layout } = viewer;
  return (
    <div
      ref={viewer.ref}
      className="stage"
      data-view={view}
      data-cut={layout?.isCut === true ? '' : undefined}
      data-pixels={layout?.isEnlarged === true ? '' : undefined}
      data-unlike={a !== null && b !== null && isUnlike(a, b) ? '' : undefined}
      aria-busy={isBusy}
      style={placesOf(viewer)}
    >
      {a !== null && b !== null ? <Pair viewer={viewer} a={a} b={b} names={names} mark={mark} /> : null}
      {children}
    </div>
  );
}

interface PairProps {
  viewer: Viewer;
  a: Picture;
  b: Picture;
  names: StageNames;
  mark: Choice | null;
}

function Pair({ viewer, a, b, names, mark }: PairProps) {
  const share = useViewing((viewing) => viewing.divider);
  const { view, layout, room, box, isSwapped } = viewer;
  const density = room?.density ?? 1;
  const navigator = layout?.isCut === true ? <Navigator layout={layout} /> : null;
  const layer = (place: SideName, style?: CSSProperties) => {
    const side = isSwapped ? (place === 'A' ? 'B' : 'A') : place;
    return (
      <Layer
        place={place}
        name={side === 'A' ? names.a : names.b}
        picture={side === 'A' ? a : b}
        layout={layout}
        isChosen={mark === side || mark === 'same'}
        style={style}
      />
    );
  };
  const note = isUnlike(a, b) ? (
    <p className="letter stage__note">The two pictures differ in size. Both are fitted to the same frame.</p>
  ) : null;

  if (view === 'side') {
    return (
      <>
        <figure className="shot">
          <div className="frame">
            {layer('A')}
            {navigator}
          </div>
        </figure>
        <figure className="shot">
          <div className="frame">
            {layer('B')}
            {navigator}
          </div>
        </figure>
        {note}
      </>
    );
  }
  if (view === 'single') {
    // Both lie there, painted: holding a key only changes which is seen.
    return (
      <>
        <figure className="shot">
          <div className="frame">
            <Layer
              place="A"
              name={names.a}
              picture={a}
              layout={layout}
              isChosen={mark === 'A' || mark === 'same'}
              style={seen(!isSwapped)}
            />
            <Layer
              place="B"
              name={names.b}
              picture={b}
              layout={layout}
              isChosen={mark === 'B' || mark === 'same'}
              style={seen(isSwapped)}
            />
            {navigator}
          </div>
        </figure>
        <Mark mark={mark} />
        {note}
      </>
    );
  }
  if (view === 'slider') {
    const at = layout === null ? 0 : dividerAt(share, layout) / density;
    const rest = layout === null ? 0 : layout.frame.width / density - at;
    return (
      <>
        <figure className="shot">
          <div className="frame">
            {layer('A', { clipPath: `inset(0 ${rest}px 0 0)` })}
            {layer('B', { clipPath: `inset(0 0 0 ${at}px)` })}
            {navigator}
            <Divider at={at} names={names} />
          </div>
        </figure>
        {note}
      </>
    );
  }
  return (
    <>
      <figure className="shot">
        <div className="frame">
          {box === null ? null : <Difference a={a} b={b} names={names} box={box} />}
          {navigator}
        </div>
      </figure>
      <p className="letter stage__caption">
        Where {names.a} and {names.b} differ: bright is far apart
      </p>
      <GainChoice />
      <Mark mark={mark} />
      {note}
    </>
  );
}

function GainChoice() {
  const gain = useViewing((viewing) => viewing.gain);
  return (
    <div className="stage__gain">
      <Segments
        label="How bright differences are"
        value={String(gain)}
        options={GAINS.map((value) => ({ value: String(value), label: `${value}x` }))}
        onChange={(next) => setGain(GAINS.find((value) => String(value) === next) ?? gain)}
      />
    </div>
  );
}

/** The quiet mark where no picture of a side's own can carry it. */
function Mark({ mark }: { mark: Choice | null }) {
  if (mark === null || mark === 'skip') return null;
  return (
    <span className="letter stage__mark" data-chosen="" aria-hidden="true">
      {mark === 'same' ? 'Same' : mark}
    </span>
  );
}

function seen(isSeen: boolean): CSSProperties {
  return { visibility: isSeen ? 'visible' : 'hidden' };
}

function isUnlike(a: Picture, b: Picture): boolean {
  return a.width !== b.width || a.height !== b.height;
}

/** All places hold for both pictures: they stand on the ground, and nothing beside one picture says anything of its own. */
function placesOf({ layout, room }: Viewer): CSSProperties | undefined {
  if (layout === null || room === null) return undefined;
  const px = (value: number) => `${value / room.density}px`;
  const { pane, frame, picture, edge } = layout;
  return {
    '--edge': px(edge),
    '--past-left': px(room.left),
    '--past-top': px(room.top),
    '--pane-width': px(pane.width),
    '--pane-height': px(pane.height),
    '--frame-width': px(frame.width),
    '--frame-height': px(frame.height),
    '--frame-left': px(frame.left),
    '--frame-top': px(frame.top),
    '--picture-width': px(picture.width),
    '--picture-height': px(picture.height),
    '--picture-left': px(picture.left),
    '--picture-top': px(picture.top),
  } as CSSProperties;
}
