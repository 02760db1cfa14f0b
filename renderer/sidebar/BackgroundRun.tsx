import { useRuns } from '../store/runs';
import { useSession } from '../store/session';
import { loadSession } from '../store/sessionActions';
import { splitFileName, tellingName } from '../store/sessionWords';
import { closeOverlay } from '../store/view';
import { Progress } from '../ui/Figure';
import { LongName } from '../ui/LongName';

/** A run that goes on while another session is open; others wait behind it. */
export function BackgroundRun() {
  const openId = useSession(({ session }) => (session.phase === 'blank' ? null : session.id));
  const running = useRuns((state) => state.running);
  const [run, ...waiting] = running.filter(({ session_id }) => session_id !== openId);
  if (run === undefined) return null;
  const { images_done, images_total } = run;
  const name = tellingName(run);
  const file = run.lora_filename === null ? null : splitFileName(run.lora_filename).name;
  return (
    <button
      type="button"
      className="sidebar__run"
      onClick={() => {
        closeOverlay();
        void loadSession(run.session_id, 'generate');
      }}
    >
      <span className="line">
        <span className="cut grow">Making images</span>
        <span className="xs muted">
          {images_done}/{images_total}
        </span>
      </span>
      <span className="line xs faint" title={name}>
        <span className="sr">{name}</span>
        {file === null ? (
          <span aria-hidden="true">{run.session_id}</span>
        ) : (
          <>
            <LongName name={file} className="" />
            <span className="sidebar__stamp" aria-hidden="true">
              {run.session_id}
            </span>
          </>
        )}
      </span>
      <Progress
        silent
        label={`Images of ${name}`}
        done={images_total === 0 ? 0 : images_done / images_total}
      />
      <span className="xs faint">
        Goes on while another session is open
        {waiting.length === 0 ? '' : `, ${waiting.length} more in the queue`}
      </span>
    </button>
  );
}
