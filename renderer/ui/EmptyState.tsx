import type { ReactNode } from 'react';
import './empty.css';
import { Icon, type IconName } from './Icon';

interface EmptyStateProps {
  icon?: IconName;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

/** A tab that has nothing yet: what it waits for, and the way there. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="empty">
      <div className="empty__in">
        {icon === undefined ? null : <Icon name={icon} className="empty__icon" />}
        <h1>{title}</h1>
        {children ? <p>{children}</p> : null}
        {actions ? <div className="empty__acts">{actions}</div> : null}
      </div>
    </div>
  );
}
