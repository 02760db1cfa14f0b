import type { SessionDetail } from '../../core/contract/sessionView';
import { HelpLink } from '../help/HelpLink';
import { savePackVotes } from '../store/packs';
import { ownVotes, useVoter } from '../store/raters';
import { countOf } from '../store/sessionWords';
import { showTab } from '../store/view';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import type { IconName } from '../ui/Icon';

type PackTabName = 'setup' | 'generate' | 'report';

/** What stands on a tab that an opened rating pack has nothing for: what the pack is, and the way on. */
export function PackTab({ tab, detail }: { tab: PackTabName; detail: SessionDetail }) {
  const { evaluation, session_id: id } = detail;
  const own = ownVotes(evaluation, useVoter(evaluation));
  const { icon, title, text } = WORDS[tab](detail);
  return (
    <EmptyState
      icon={icon}
      title={title}
      actions={
        <>
          <Button look={evaluation.complete ? 'plain' : 'primary'} onClick={() => showTab('evaluate')}>
            {evaluation.complete
              ? 'Go to Evaluate'
              : own.votes_done === 0
                ? 'Start judging'
                : 'Go on judging'}
          </Button>
          <Button
            look={evaluation.complete ? 'primary' : 'plain'}
            icon="export"
            off={evaluation.votes_done === 0 ? 'There is no vote yet' : undefined}
            onClick={() => void savePackVotes(id)}
          >
            Save the votes
          </Button>
        </>
      }
    >
      {text} <HelpLink topic="packs">How packs work</HelpLink>
    </EmptyState>
  );
}

interface Words {
  icon: IconName;
  title: string;
  text: string;
}

const WORDS: Readonly<Record<PackTabName, (detail: SessionDetail) => Words>> = {
  setup: ({ evaluation, setup }) => ({
    icon: 'info',
    title: 'This is a rating pack',
    text: `Somebody asks you to judge pairs of pictures: ${countOf(evaluation.votes_total, 'vote')} on ${listed(setup.metrics)}. How the pictures were made stays with whoever made the pack, so that nothing here tells which is which.`,
  }),
  generate: ({ pairs_total }) => ({
    icon: 'image',
    title: 'Nothing is made here',
    text: `The pictures of all ${countOf(pairs_total, 'pair')} came with the rating pack.`,
  }),
  report: () => ({
    icon: 'chart',
    title: 'A rating pack has no report',
    text: 'The votes go back as a small file to whoever made the pack. The report is there, with the votes of everybody.',
  }),
};

/** `Style, Quality and Anatomy` */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
