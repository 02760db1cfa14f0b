import { useId } from 'react';
import type { RoleView, WorkflowRole } from '../../../core/contract/workflowView';
import { IconButton } from '../../ui/Button';
import { FaultLine } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { TextSelect } from '../../ui/TextSelect';
import { ROLE_NAMES } from './roleWords';

interface RoleRowProps {
  role: RoleView;
  /** The title that the person gave the node in ComfyUI; null when there is none. */
  title: string | null;
  /** What is wrong with it; undefined when nothing is. */
  fault: string | undefined;
  /** What keeps it from being found stands beside the workflow's name already. */
  isToldAbove: boolean;
  isFixed: boolean;
  onChoose: (choice: RoleView['choices'][number]) => void;
  /** Undoes what was set by hand. */
  onFindAgain: () => void;
  /** The row is looked at, or is not any more. */
  onLook: (role: WorkflowRole | null) => void;
}

/** One role of the workflow: what stands there now, at which node, and which others it could be. */
export function RoleRow(props: RoleRowProps) {
  const { role, title, fault, isToldAbove, isFixed, onChoose, onFindAgain, onLook } = props;
  const faultId = useId();
  const name = ROLE_NAMES[role.role];
  const options = role.choices.map(({ key, label }) => ({ value: key, label }));
  const canChoose = !isFixed && options.some(({ value }) => value !== role.chosen);
  const told = isToldAbove ? { ...role, text: '' } : role;
  const words = <Words role={told} title={title} isFaulty={fault !== undefined} />;
  const look = () => onLook(role.role);
  const away = () => onLook(null);
  return (
    <li
      className="role"
      data-field={`setup.bindings.${role.role}`}
      tabIndex={-1}
      onPointerEnter={look}
      onPointerLeave={away}
      onFocus={look}
      onBlur={away}
    >
      <div className="role__name">
        {name}
        {role.by_hand ? <span className="tag">By hand</span> : null}
      </div>
      <div className="role__value">
        {canChoose ? (
          <TextSelect
            label={`${name}: choose another node`}
            value={role.chosen}
            options={options}
            invalid={fault !== undefined}
            describedBy={fault === undefined ? undefined : faultId}
            onChange={(key) => {
              const choice = role.choices.find((one) => one.key === key);
              if (choice !== undefined && key !== role.chosen) onChoose(choice);
            }}
          >
            {words}
          </TextSelect>
        ) : (
          <div className="role__text">{words}</div>
        )}
      </div>
      <span className="role__state">
        {role.by_hand && !isFixed ? (
          <IconButton icon="undo" label={`${name}: as found by itself`} onClick={onFindAgain} />
        ) : fault !== undefined ? (
          <span className="fault">
            <Icon name="fault" />
          </span>
        ) : role.found ? (
          <span className="better">
            <Icon name="check" />
            <span className="sr">found</span>
          </span>
        ) : null}
      </span>
      {fault === undefined ? null : (
        <div className="role__fault">
          <FaultLine id={faultId}>{fault}</FaultLine>
        </div>
      )}
    </li>
  );
}

/** The value above, its node below with what there is to say about it; one line when there is no value. */
function Words({ role, title, isFaulty }: { role: RoleView; title: string | null; isFaulty: boolean }) {
  if (!role.found) {
    // Without a fault of its own it waits for another role that is not found yet.
    if (!isFaulty) return <span className="muted">{role.text || 'Not known yet'}</span>;
    return <span className="fault">{role.choices.length === 0 ? 'Not found' : 'Choose a node'}</span>;
  }
  const [place = '', ...notes] = role.text.split('; ');
  const where = (
    <>
      <span>{place}</span>
      {title === null ? null : <span className="role__title cut" title={title}>{`“${title}”`}</span>}
    </>
  );
  // A note that names the value says it better.
  const value = notes.some((note) => note.includes(role.value ?? '')) ? null : role.value;
  return (
    <>
      {value === null || value === '' ? (
        <span className="role__line">{where}</span>
      ) : (
        <>
          <span className="role__line cut" title={value}>
            {value}
          </span>
          <span className="role__line role__node">{where}</span>
        </>
      )}
      {notes.map((note) => (
        <span key={note} className="role__line role__node">
          <span>{`${note.charAt(0).toUpperCase()}${note.slice(1)}.`}</span>
        </span>
      ))}
    </>
  );
}
