import type { ReactNode, RefObject } from 'react';

/** An area that scrolls when it must. It takes the focus, so that the keyboard can scroll it too. */
export function ScrollArea({
  label,
  className,
  children,
  ref,
  onScroll,
}: {
  label: string;
  className: string;
  children: ReactNode;
  ref?: RefObject<HTMLElement | null>;
  onScroll?: () => void;
}) {
  const reachable = { tabIndex: 0 };
  return (
    <section ref={ref} className={className} aria-label={label} onScroll={onScroll} {...reachable}>
      {children}
    </section>
  );
}
