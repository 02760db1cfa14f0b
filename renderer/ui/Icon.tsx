import { ICONS } from './iconPaths';

export type IconName = keyof typeof ICONS;

/** A 16 px line icon. It is decoration: the name of what it stands for belongs to the control or text beside it. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      className={className === undefined ? 'icon' : `icon ${className}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {ICONS[name]}
    </svg>
  );
}
