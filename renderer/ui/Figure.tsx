import type { ReactNode } from 'react';
import './figure.css';

/** A row of figures. */
export function Figures({ children, className }: { children: ReactNode; className?: string }) {
  return <dl className={className === undefined ? 'figures' : `figures ${className}`}>{children}</dl>;
}

interface FigureProps {
  name: string;
  /** What is not known is null and shown as a dash. */
  value: ReactNode | null;
  unit?: ReactNode;
  className?: string;
  /** The unit may go in a small window. */
  wideUnit?: boolean;
}

/** A number with its unit, and its name above it. */
export function Figure({ name, value, unit, className, wideUnit = false }: FigureProps) {
  return (
    <div className={className === undefined ? 'figure' : `figure ${className}`}>
      <dt>{name}</dt>
      <dd>
        {value ?? '-'}{' '}
        {unit === undefined || value === null ? null : (
          <small className={wideUnit ? 'wide' : undefined}>{unit}</small>
        )}
      </dd>
    </div>
  );
}

interface ProgressProps {
  label: string;
  /** 0 to 1; null while nobody knows the end: a piece moves then. */
  done: number | null;
  /** 0 to 1: the share that failed, after what is done. */
  failed?: number;
  tone?: 'accent' | 'caution';
  hair?: boolean;
  /** The words beside it say the same: it is left out for those who cannot see it. */
  silent?: boolean;
  className?: string;
}

/** How far something is, as a bar; the numbers stand beside it. */
export function Progress({
  label,
  done,
  failed = 0,
  tone = 'accent',
  hair = false,
  silent = false,
  className,
}: ProgressProps) {
  const classes = ['progress', hair ? 'progress--hair' : '', className ?? ''].filter(Boolean).join(' ');
  return (
    <div
      className={classes}
      {...(silent
        ? { 'aria-hidden': true }
        : {
            role: 'progressbar',
            'aria-label': label,
            'aria-valuemin': 0,
            'aria-valuemax': 100,
            ...(done === null ? {} : { 'aria-valuenow': Math.round(done * 100) }),
          })}
    >
      {done === null ? (
        <i className="progress__piece" />
      ) : (
        <i style={{ width: `${done * 100}%` }} data-tone={tone === 'caution' ? 'caution' : undefined} />
      )}
      {failed > 0 ? <i style={{ width: `${failed * 100}%` }} data-tone="fault" /> : null}
    </div>
  );
}
