import './export.css';
import { formatWeight } from '../../../core/plan/weights';
import { promptTag } from '../../../core/report/figureText';
import { winnerOf } from '../../../core/report/foremost';
import type { Report } from '../../../core/report/report';
import { copyText } from '../../store/copyText';
import { tell } from '../../store/notices';
import { type Candidate, saveWorkflow, workflowOf } from '../../store/reportFiles';
import { Button, IconButton } from '../../ui/Button';
import { Menu, type MenuEntry } from '../../ui/Menu';

/**
 * The way on with what came out: the winner's tag and workflow. Where nothing won, the highest of the shown metric can be handed on
 * from a menu that says so. In: the metric that is shown; null for all together.
 */
export function HandOn({ report, metric }: { report: Report; metric: string | null }) {
  const { session_id } = report;
  const winner = winnerOf(report);
  if (winner !== null) {
    const tag = promptTag(winner);
    return (
      <div className="hand-on">
        <Button
          className="verdict__tag"
          icon="copy"
          aria-label={`Copy ${tag}`}
          title={tag}
          onClick={() => void copyTag(tag)}
        >
          <span className="cut">{tag}</span>
        </Button>
        <Menu
          trigger={<IconButton icon="down" label="Hand it on" />}
          entries={() => entriesOf(session_id, winner)}
        />
      </div>
    );
  }
  const highest = highestOf(report, metric);
  if (highest === null) return null;
  return (
    <div className="hand-on">
      <Menu
        trigger={
          <Button look="quiet" small icon="down">
            Hand on
          </Button>
        }
        entries={() => entriesOf(session_id, highest.candidate)}
        note={`${promptTag(highest.candidate)}: the highest on ${highest.metric}. No weight is shown better over all.`}
      />
    </div>
  );
}

function entriesOf(sessionId: string, candidate: Candidate): MenuEntry[] {
  const tag = promptTag(candidate);
  return [
    { label: 'Copy the prompt tag', icon: 'copy', run: () => void copyTag(tag) },
    {
      label: 'Copy the workflow',
      icon: 'copy',
      hint: `weight ${formatWeight(candidate.weight)} set`,
      apart: true,
      run: () => void copyWorkflow(sessionId, candidate),
    },
    { label: 'Save the workflow', icon: 'save', run: () => void saveWorkflow(sessionId, candidate) },
  ];
}

/** The best of the shown metric, or of the first that has one. */
function highestOf(
  { metrics }: Pick<Report, 'metrics'>,
  metric: string | null,
): { metric: string; candidate: Candidate } | null {
  const shown = metrics.filter((own) => own.metric === metric);
  const found = [...shown, ...metrics].find(({ best }) => best !== null);
  return found?.best == null ? null : { metric: found.metric, candidate: found.best };
}

async function copyTag(tag: string): Promise<void> {
  if (await copyText(tag)) tell('Copied. Put it into the prompt.', 'done');
  else tell(`It could not be copied. Write it by hand: ${tag}`, 'fault');
}

async function copyWorkflow(sessionId: string, candidate: Candidate): Promise<void> {
  const workflow = await workflowOf(sessionId, candidate);
  if (workflow === null) return;
  if (await copyText(workflow.text)) tell('The workflow is copied, in API format.', 'done');
  else tell('It could not be copied. Save the workflow as a file instead.', 'fault');
}
