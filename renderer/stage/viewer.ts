import { type RefObject, useState } from 'react';
import type { Pictures } from '../store/evaluationPictures';
import { type JudgeView, showNextView, useJudgeSettings } from '../store/judgeSettings';
import { setDivider, setZoom, stepGain, useViewing, type Zoom } from '../store/viewing';
import type { Size } from '../ui/useSize';
import { useStable } from '../ui/useStable';
import { useFullScreen } from './fullScreen';
import { boxOf, edgeOf, type Layout, layoutOf, paneOf, type Room } from './layout';
import { type StageMoves, useStagePointer } from './pointer';
import { useRoom } from './room';
import { type Fitting, pannedBy, pinched, settled, zoomedBy, zoomedTo } from './zoom';

/** What a key or a button does to the way the pictures are shown. */
export type ViewAct =
  | { does: 'view' | 'full' }
  | { does: 'gain'; by: 1 | -1 }
  | { does: 'zoom'; to: 'fit' | 'pixels' | 'double' | 'quadruple' | 'in' | 'out' }
  | { does: 'pan'; x: -1 | 0 | 1; y: -1 | 0 | 1 };

export interface Viewer {
  /** The ground of the pictures. */
  ref: RefObject<HTMLDivElement | null>;
  view: JudgeView;
  /** As it can be shown here; what was asked for is kept for other room. */
  zoom: Zoom;
  /** The picture's own size (the larger of each measure), and where it lies; null while there is none. */
  box: Size | null;
  layout: Layout | null;
  room: Room | null;
  isSwapped: boolean;
  isFull: boolean;
  swap: (isSwapped: boolean) => void;
  act: (act: ViewAct) => void;
}

/** One step of moving by key, in CSS pixels. */
const PAN_STEP = 80;
const LEVELS = { pixels: 1, double: 2, quadruple: 4 } as const;

/** How a pair is shown: its layout, and what keys, mouse and fingers change of it. */
export function useViewer(pictures: Pictures | null): Viewer {
  const view = useJudgeSettings((settings) => settings.view);
  const asked = useViewing((viewing) => viewing.zoom);
  const [isSwapped, swap] = useState(false);
  const [ref, room] = useRoom();
  const { isFull, toggle } = useFullScreen();
  const box = boxOf(pictures?.a ?? null, pictures?.b ?? null);
  const fitting: Fitting | null =
    box === null || room === null ? null : { picture: box, pane: paneOf(room, view) };
  const zoom = fitting === null ? asked : settled(asked, fitting);
  const layout = fitting === null || room === null ? null : layoutOf(zoom, fitting, edgeOf(room, view));
  const density = room?.density ?? 1;
  const change = (next: (fitting: Fitting) => Zoom) => {
    if (fitting !== null) setZoom(next(fitting));
  };
  const device = ({ x, y }: { x: number; y: number }) => ({ x: x * density, y: y * density });

  const moves: StageMoves = {
    pressAt: (target) =>
      view === 'slider' && (target.closest('.divider') !== null || layout?.isCut !== true) ? 'divide' : 'pan',
    holdFor: (pointer) => {
      if (view === 'difference' || view === 'slider') return 'never';
      if (pointer !== 'mouse') return 'soon';
      return view === 'side' ? 'never' : layout?.isCut === true ? 'soon' : 'now';
    },
    onSteps: (steps, at) => change((fit) => zoomedBy(zoom, steps, fit, device(at))),
    onMove: (by) => change((fit) => pannedBy(zoom, device(by), fit)),
    onPinch: (factor, at, by) => change((fit) => pinched(zoom, factor, device(at), device(by), fit)),
    onDivide: setDivider,
    onHold: swap,
    onTwice: (at) => change((fit) => (zoom === 'fit' ? zoomedTo(zoom, 1, fit, device(at)) : 'fit')),
  };
  useStagePointer(ref, moves);

  const act = useStable((what: ViewAct) => {
    switch (what.does) {
      case 'view':
        return showNextView();
      case 'full':
        return toggle();
      case 'gain':
        return view === 'difference' ? stepGain(what.by) : undefined;
      case 'pan':
        return change((fit) => pannedBy(zoom, device({ x: -what.x * PAN_STEP, y: -what.y * PAN_STEP }), fit));
      case 'zoom':
        return change((fit) => {
          if (what.to === 'fit') return 'fit';
          if (what.to === 'in' || what.to === 'out') return zoomedBy(zoom, what.to === 'in' ? 1 : -1, fit);
          return zoomedTo(zoom, LEVELS[what.to], fit);
        });
    }
  });
  return { ref, view, zoom, box, layout, room, isSwapped, isFull, swap, act };
}
