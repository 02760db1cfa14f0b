import type { ComponentProps, ReactNode } from 'react';
import './chip.css';
import { Icon, type IconName } from './Icon';

interface ChipProps extends Omit<ComponentProps<'span'>, 'children'> {
  children: ReactNode;
  invalid?: boolean;
  /** With it the chip has a remove button; `name` says what it removes. */
  onRemove?: (() => void) | undefined;
  name: string;
  /** Shows the grip: the order matters and can be changed by dragging. */
  grip?: boolean;
  /** Added to what is there already, and marked so. */
  isNew?: boolean;
}

/** A value of a list, which may be removed. */
export function Chip({
  children,
  invalid = false,
  onRemove,
  name,
  grip = false,
  isNew = false,
  ...rest
}: ChipProps) {
  const classes = ['chip', onRemove ? '' : 'chip--plain', grip ? 'chip--grip' : ''].filter(Boolean).join(' ');
  return (
    <span {...rest} className={classes} {...(invalid ? { 'data-invalid': '' } : {})}>
      {grip ? <Icon name="grip" /> : null}
      <span className="chip__label">{children}</span>
      {isNew ? <span className="chip__new">new</span> : null}
      {onRemove ? (
        <button type="button" className="chip__x" aria-label={`Remove ${name}`} onClick={onRemove}>
          <Icon name="x" />
        </button>
      ) : null}
    </span>
  );
}

/** A suggestion: pressed, it becomes a value. */
export function AddChip({ children, ...rest }: ComponentProps<'button'>) {
  return (
    <button type="button" {...rest} className="chip chip--add">
      <Icon name="plus" />
      {children}
    </button>
  );
}

/** One of several filters; `count` is how many it would show. */
export function FilterChip({
  on,
  count,
  children,
  ...rest
}: ComponentProps<'button'> & { on: boolean; count?: number | string | undefined }) {
  return (
    <button type="button" {...rest} className="filter" aria-pressed={on}>
      {children} {count === undefined ? null : <span>{count}</span>}
    </button>
  );
}

/** A plain fact about what it stands beside. */
export function Tag({
  children,
  icon,
  caution = false,
}: {
  children: ReactNode;
  icon?: IconName;
  caution?: boolean;
}) {
  return (
    <span className={caution ? 'tag tag--caution' : 'tag'}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </span>
  );
}
