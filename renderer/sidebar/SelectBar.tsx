import { MOST_COMPARED } from '../../core/comparison/comparison';
import type { SessionSummary } from '../../core/contract/sessionView';
import { chooseAll, endSelection, useSelection } from '../store/selection';
import { useSessions } from '../store/sessions';
import { countOf } from '../store/sessionWords';
import { archiveSessions, deleteSessions, stopMany, useWork } from '../store/sessionWork';
import { exportSessions, holdsHiddenLabels } from '../store/transfers';
import { openComparison } from '../store/view';
import { Button, IconButton, LinkButton } from '../ui/Button';
import { WORK_WORDS } from './sessionEntries';

/** In the place of the search while several sessions are chosen: what can be done with all of them. */
export function SelectBar() {
  const chosen = useSelection((state) => state.chosen);
  const total = useSessions((state) => state.total);
  const many = useWork((state) => state.many);
  const summaries = [...chosen.values()];
  const count = summaries.length;
  const none = count === 0 ? 'Choose sessions first' : undefined;
  const running = summaries.some(({ status }) => status === 'running') ? 'One of them is running' : undefined;
  const own = summaries.some(({ sample }) => sample) ? 'The sample stays where it is' : undefined;
  const works = useWork((state) => state.busy);
  const work = summaries.flatMap(({ session_id }) => works.get(session_id) ?? [])[0];
  const busy = work === undefined ? undefined : WORK_WORDS[work];
  const archived = summaries.some(({ state }) => state === 'archived' || state === 'damaged')
    ? 'One of them is archived or damaged'
    : undefined;
  return (
    <section className="sidebar__find select" aria-label="Several sessions">
      <div className="line">
        <span className="grow" role="status">
          {countOf(count, 'session')} chosen
        </span>
        {count < total ? (
          <LinkButton className="xs" onClick={() => void chooseAll()}>
            All {total.toLocaleString('en-US')}
          </LinkButton>
        ) : null}
        <IconButton icon="x" label="Stop choosing" onClick={endSelection} />
      </div>
      {many === null ? (
        <div className="select__acts">
          <Button small off={none ?? busy ?? compareOff(summaries)} onClick={() => compare(summaries)}>
            Compare
          </Button>
          <Button small off={none ?? busy ?? archived} onClick={() => void exportSessions(summaries)}>
            Export
          </Button>
          <Button
            small
            off={none ?? busy ?? running ?? own ?? archived}
            onClick={() => void archiveSessions(summaries)}
          >
            Archive
          </Button>
          <Button
            small
            icon="trash"
            off={none ?? busy ?? running}
            onClick={() => void deleteSessions(summaries)}
          >
            Delete
          </Button>
        </div>
      ) : (
        <div className="line">
          <span className="grow xs muted" role="status">
            {WORK_WORDS[many.work]}: {many.done} of {many.total}
          </span>
          <Button small onClick={stopMany}>
            Stop
          </Button>
        </div>
      )}
      {summaries.some(holdsHiddenLabels) ? (
        <p className="help">An exported zip holds the labels of what is still judged.</p>
      ) : null}
    </section>
  );
}

/** Why these sessions cannot be compared; undefined when they can. */
function compareOff(summaries: readonly SessionSummary[]): string | undefined {
  if (summaries.length < 2) return 'A comparison needs two sessions';
  if (summaries.length > MOST_COMPARED) return `At most ${MOST_COMPARED} sessions can be compared`;
  if (summaries.some(({ state }) => state === 'archived'))
    return 'One of them is archived: bring it back first';
  if (summaries.some(({ state }) => state === 'damaged')) return 'One of them is damaged';
  if (summaries.some((summary) => summary.is_pack)) return 'One of them is a rating pack';
  return summaries.some(({ step }) => step < 4) ? 'One of them is not judged to the end' : undefined;
}

function compare(summaries: readonly SessionSummary[]): void {
  openComparison(summaries.map(({ session_id }) => session_id));
  endSelection();
}
