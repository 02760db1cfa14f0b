import type { ReactNode } from 'react';
import './banner.css';
import { Icon, type IconName } from './Icon';

interface BannerProps {
  tone?: 'neutral' | 'accent' | 'caution' | 'fault';
  icon?: IconName;
  title: ReactNode;
  children?: ReactNode;
  /** At most three buttons. */
  actions?: ReactNode;
  /** For the sidebar. */
  narrow?: boolean;
  /** Read out at once when it appears. */
  urgent?: boolean;
}

const ICON: Record<NonNullable<BannerProps['tone']>, IconName> = {
  neutral: 'info',
  accent: 'refresh',
  caution: 'pause',
  fault: 'warn',
};

/** What is so, then what to do, with the way to do it. */
export function Banner({
  tone = 'neutral',
  icon,
  title,
  children,
  actions,
  narrow = false,
  urgent = false,
}: BannerProps) {
  return (
    <section
      className={narrow ? 'banner banner--narrow' : 'banner'}
      data-tone={tone}
      role={urgent ? 'alert' : 'status'}
    >
      <Icon name={icon ?? ICON[tone]} />
      <div className="grow">
        <p>
          <b>{title}</b>
        </p>
        {children ? (
          <div className={narrow ? 'banner__text xs muted' : 'banner__text muted'}>{children}</div>
        ) : null}
        {actions ? <div className="banner__acts">{actions}</div> : null}
      </div>
    </section>
  );
}
