import { useSession } from '../store/session';
import { loadSession } from '../store/sessionActions';
import { useSessions } from '../store/sessions';
import { splitFileName } from '../store/sessionWords';
import { Progress } from '../ui/Figure';

/** A run that goes on while another session is open. */
export function BackgroundRun() {
  const openId = useSession(({ session }) => (session.phase === 'blank' ? null : session.id));
  const run = useSessions(({ summaries }) =>
    summaries?.find(({ status, session_id }) => status === 'running' && session_id !== openId),
  );
  if (run === undefined) return null;
  const { images_done, images_total } = run;
  const name = splitFileName(run.lora_filename ?? run.session_id).name;
  return (
    <button
      type="button"
      className="sidebar__run"
      onClick={() => void loadSession(run.session_id, 'generate')}
    >
      <span className="line">
        <span className="cut grow">
          Making images <span className="faint">{name}</span>
        </span>
        <span className="xs muted">
          {images_done}/{images_total}
        </span>
      </span>
      <Progress
        silent
        label={`Images of ${name}`}
        done={images_total === 0 ? 0 : images_done / images_total}
      />
      <span className="xs faint">Goes on while another session is open</span>
    </button>
  );
}
