import { openHelp } from '../store/view';
import { LinkButton } from '../ui/Button';
import { TOPICS, type Topic } from './helpTopics';

interface HelpLinkProps {
  /** Where the help tells of it. */
  topic: Topic;
  /** What the app said, so that the help opens at what it says of just this. */
  about?: string | undefined;
  children?: string;
}

/** Leads from a sentence to what the help says of it. */
export function HelpLink({ topic, about, children = 'What helps' }: HelpLinkProps) {
  const { page, heading } = TOPICS[topic];
  return (
    <LinkButton className="manual__link" onClick={() => openHelp(page, heading, about)}>
      {children}
    </LinkButton>
  );
}
