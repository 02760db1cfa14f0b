import './status.css';
import { Icon } from './Icon';

export type RingState =
  | 'set_up'
  | 'making'
  | 'voting'
  | 'paused'
  | 'completed'
  | 'failed'
  | 'damaged'
  | 'idle';

const RING_TONE: Record<RingState, string> = {
  set_up: '',
  making: 'accent',
  voting: 'accent',
  paused: 'caution',
  completed: 'better',
  failed: 'fault',
  damaged: 'fault',
  idle: '',
};

/** The state of a session as a sign of 14 px; `share` (0 to 1) is how much is done. The words stand beside it. */
export function StatusRing({ state, share = 0 }: { state: RingState; share?: number }) {
  return (
    <svg className="ring" viewBox="0 0 14 14" data-tone={RING_TONE[state]} aria-hidden="true">
      {ringDrawing(state, share)}
    </svg>
  );
}

/** The slice of a circle of radius 3.4 around (7, 7), clockwise from the top. */
export function piePath(share: number): string {
  const turn = Math.min(Math.max(share, 0), 0.9999) * 2 * Math.PI;
  const x = (7 + 3.4 * Math.sin(turn)).toFixed(2);
  const y = (7 - 3.4 * Math.cos(turn)).toFixed(2);
  return `M7 7V3.6A3.4 3.4 0 ${turn > Math.PI ? 1 : 0} 1 ${x} ${y}z`;
}

function ringDrawing(state: RingState, share: number) {
  switch (state) {
    case 'set_up':
      return <circle cx="7" cy="7" r="5.5" strokeDasharray="2.2 2.1" />;
    case 'making':
    case 'voting':
      return (
        <>
          <circle cx="7" cy="7" r="5.5" />
          <path className="pie" d={piePath(share)} />
        </>
      );
    case 'paused':
      return (
        <>
          <circle cx="7" cy="7" r="5.5" />
          <path d="M5.7 5v4M8.3 5v4" />
        </>
      );
    case 'completed':
      return (
        <>
          <circle className="pie" cx="7" cy="7" r="6.2" />
          <path className="cutout" d="M4.2 7.3l2 2 3.6-4" />
        </>
      );
    case 'failed':
      return (
        <>
          <circle cx="7" cy="7" r="5.5" />
          <path d="M5.2 5.2l3.6 3.6M8.8 5.2L5.2 8.8" />
        </>
      );
    case 'damaged':
      return <path d="M7 1.6L13 12.2H1zM7 5.5v3M7 10.3v.01" />;
    case 'idle':
      return <circle cx="7" cy="7" r="5.5" />;
  }
}

/** A connection's state as a dot: filled, hollow or amber; its words stand beside it. */
export function Dot({ state }: { state: 'ok' | 'wait' | 'fault' | 'off' }) {
  return <span className="dot" data-state={state} aria-hidden="true" />;
}

const ANSWERS = {
  better: { icon: 'up', words: 'better' },
  worse: { icon: 'dn', words: 'worse' },
  undecided: { icon: 'und', words: 'not decided yet' },
} as const;

export type AnswerName = keyof typeof ANSWERS;

/** An answer as shape, word and colour. */
export function Answer({ answer }: { answer: AnswerName }) {
  return (
    <span className="answer" data-answer={answer}>
      <Icon name={ANSWERS[answer].icon} />
      {ANSWERS[answer].words}
    </span>
  );
}
