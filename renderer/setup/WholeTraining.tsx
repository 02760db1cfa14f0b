import { unfinishedTrainings } from '../../core/lora/epochs';
import { MAX_LORAS } from '../../core/session/setup';
import { useComfy } from '../store/comfy';
import { tell } from '../store/notices';
import { countOf } from '../store/sessionWords';
import { editSetup, laterEdit } from '../store/setupDraft';
import { Button } from '../ui/Button';

/** Where the server has more epochs of a training than are chosen: the offer to take all of them. */
export function WholeTraining({ files }: { files: readonly string[] }) {
  const list = useComfy(({ offers }) => offers?.loras);
  if (list === undefined) return null;
  const room = MAX_LORAS - files.filter((file) => file !== '').length;
  const trainings = unfinishedTrainings(files, list);
  return trainings.map(({ name, files: all }) => {
    const others = all.filter((file) => !files.includes(file));
    return (
      <div key={name} className="row">
        <span />
        <div>
          <Button
            small
            icon="plus"
            className="lora__epochs"
            title={name}
            off={others.length > room ? `${MAX_LORAS} files are the most` : undefined}
            onClick={() => addAll(files, all, name)}
          >
            <span className="cut">
              Add {others.length === 1 ? 'the other epoch' : `the ${others.length} other epochs`}
              {trainings.length === 1 ? null : ` of ${name}`}
            </span>
          </Button>
        </div>
      </div>
    );
  });
}

/** Puts all files of a training, by their number, in the place of those that were chosen. */
function addAll(files: readonly string[], all: readonly string[], name: string): void {
  const place = files.findIndex((file) => all.includes(file));
  const others = files.filter((file) => file !== '' && !all.includes(file));
  editSetup({ loras: others.toSpliced(place, 0, ...all) });
  const added = all.filter((file) => !files.includes(file));
  const run = laterEdit(({ loras }) => ({ loras: loras.filter((file) => !added.includes(file)) }));
  tell(`${countOf(added.length, 'file')} of ${name} added`, 'plain', { label: 'Undo', run });
}
