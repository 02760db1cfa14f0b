import { useState } from 'react';
import type { TaskView } from '../../core/contract/taskView';
import { cancelTask, dismissTask, dropOutcome, type Outcome, shareOf, useTasks } from '../store/tasks';
import { Button, IconButton, LinkButton } from '../ui/Button';
import { Progress } from '../ui/Figure';
import { Icon } from '../ui/Icon';
import './tasks.css';

/** So much is shown at once; the rest is counted. */
const SHOWN = 3;

/** Long work that goes on, then what came of other work, newest first, above the sidebar's foot. */
export function TaskStrip() {
  const { tasks, outcomes } = useTasks();
  const [isWhole, setWhole] = useState(false);
  if (tasks.length === 0 && outcomes.length === 0) return null;
  const isOver = ({ state }: TaskView) => state !== 'running';
  const notes = [
    ...tasks.filter((task) => !isOver(task)).map((task) => <Task key={task.task_id} task={task} />),
    ...outcomes.toReversed().map((outcome) => <OutcomeNote key={outcome.id} outcome={outcome} />),
    ...tasks
      .filter(isOver)
      .toReversed()
      .map((task) => <Task key={task.task_id} task={task} />),
  ];
  return (
    <section className="tasks" aria-label="Work under way">
      {isWhole ? notes : notes.slice(0, SHOWN)}
      {notes.length > SHOWN ? (
        <p className="xs">
          <LinkButton onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `${notes.length - SHOWN} more`}
          </LinkButton>
        </p>
      ) : null}
    </section>
  );
}

function Task({ task }: { task: TaskView }) {
  const { task_id: id, title, state, can_cancel, message } = task;
  const share = shareOf(task);
  const isRunning = state === 'running';
  return (
    <div className="task" data-state={state}>
      <div className="line">
        {isRunning ? null : <Icon name={state === 'done' ? 'check' : state === 'failed' ? 'fault' : 'x'} />}
        <span className="task__title grow" title={title}>
          {title}
        </span>
        {isRunning && share !== null ? <span className="xs muted">{Math.round(share * 100)} %</span> : null}
        {isRunning ? (
          can_cancel ? (
            <IconButton icon="x" label={`Cancel: ${title}`} onClick={() => void cancelTask(id)} />
          ) : null
        ) : (
          <IconButton icon="x" label={`Put away: ${title}`} onClick={() => void dismissTask(id)} />
        )}
      </div>
      {isRunning ? (
        <Progress label={title} done={share} />
      ) : (
        <p className="xs muted task__said" role="status">
          {message}
        </p>
      )}
    </div>
  );
}

function OutcomeNote({ outcome: { id, title, lines, isFault = false, act } }: { outcome: Outcome }) {
  return (
    <div className="task" role={isFault ? 'alert' : 'status'} data-state={isFault ? 'failed' : undefined}>
      <div className="line">
        <Icon name={isFault ? 'fault' : 'info'} />
        <span className="task__title grow" title={title}>
          {title}
        </span>
        <IconButton icon="x" label={`Put away: ${title}`} onClick={() => dropOutcome(id)} />
      </div>
      <ul className="task__lines xs muted">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {act === undefined ? null : (
        <Button
          small
          onClick={() => {
            dropOutcome(id);
            act.run();
          }}
        >
          {act.label}
        </Button>
      )}
    </div>
  );
}
