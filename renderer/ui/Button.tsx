import { type ComponentProps, useId } from 'react';
import './button.css';
import { Icon, type IconName } from './Icon';
import { isApple, Kbd } from './Kbd';
import { Tooltip } from './Tooltip';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled' | 'aria-disabled'> {
  look?: 'plain' | 'primary' | 'quiet' | 'danger';
  small?: boolean;
  icon?: IconName | undefined;
  /** The key that does the same, shown as a cap: `mod+S`. */
  keys?: string | undefined;
  /** Work in progress: the icon turns and the button does nothing. */
  busy?: boolean;
  /** Why the button can do nothing now. It stays focusable and says so. */
  off?: string | undefined;
  /** What a press does while it is off: it leads to the reason. Such a button looks off, yet can be pressed. */
  onOffPress?: () => void;
}

/** A button with a word on it. */
export function Button({
  look = 'plain',
  small = false,
  icon,
  keys,
  busy = false,
  off,
  onOffPress,
  children,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const classes = ['btn', look === 'plain' ? '' : `btn--${look}`, small ? 'btn--sm' : '', className ?? ''];
  const isOff = off !== undefined;
  return (
    <>
      <Tooltip text={off} isOff={!isOff}>
        <button
          type="button"
          {...rest}
          className={classes.filter(Boolean).join(' ')}
          onClick={isOff ? onOffPress : busy ? undefined : onClick}
          {...(isOff ? { 'aria-describedby': reasonId } : {})}
          {...(isOff ? (onOffPress === undefined ? { 'aria-disabled': true } : { 'data-off': '' }) : {})}
          {...(busy ? { 'aria-busy': true } : {})}
          {...(keys === undefined ? {} : { 'aria-keyshortcuts': shortcut(keys) })}
        >
          {busy ? <Icon name="refresh" /> : icon === undefined ? null : <Icon name={icon} />}
          {children}
          {keys === undefined ? null : <Kbd keys={keys} />}
        </button>
      </Tooltip>
      {isOff ? (
        <span id={reasonId} hidden>
          {off}
        </span>
      ) : null}
    </>
  );
}

interface IconButtonProps
  extends Omit<ComponentProps<'button'>, 'disabled' | 'aria-label' | 'aria-disabled'> {
  icon: IconName;
  /** The button's name, also shown as its tooltip. */
  label: string;
  keys?: string | undefined;
  pressed?: boolean | undefined;
  off?: string | undefined;
}

/** A square button with an icon; its name is its tooltip. */
export function IconButton({
  icon,
  label,
  keys,
  pressed,
  off,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip
      text={off === undefined ? label : `${label}. ${off}`}
      keys={off === undefined ? keys : undefined}
    >
      <button
        type="button"
        {...rest}
        className={className === undefined ? 'btn btn--icon' : `btn btn--icon ${className}`}
        aria-label={off === undefined ? label : `${label}. ${off}`}
        onClick={off === undefined ? onClick : (event) => event.preventDefault()}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        {...(off === undefined ? {} : { 'aria-disabled': true })}
        {...(keys === undefined ? {} : { 'aria-keyshortcuts': shortcut(keys) })}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}

/** A button that reads as a link inside a sentence. */
export function LinkButton({ className, ...rest }: ComponentProps<'button'>) {
  return (
    <button type="button" {...rest} className={className === undefined ? 'link' : `link ${className}`} />
  );
}

function shortcut(keys: string): string {
  return keys.replace('mod', isApple ? 'Meta' : 'Control');
}
