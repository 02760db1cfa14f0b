import type { AssistantView } from '../../../core/contract/assistantView';
import { removeKey, serverWords } from '../../store/assistant';
import { Button } from '../../ui/Button';
import { PLACE_WORDS } from './keyWords';

/** Keys that are kept and not in use now: of other servers, or overruled by the environment. */
export function OtherKeys({ view }: { view: AssistantView }) {
  const servers = view.kept_keys.filter((server) => server !== view.server || view.key.source !== 'kept');
  if (servers.length === 0) return null;
  return (
    <section className="section" aria-labelledby="settings-keys">
      <div className="section__head">
        <h2 id="settings-keys">Other keys that are kept</h2>
      </div>
      <p className="xs faint assistant__intro">
        They are kept {PLACE_WORDS[view.keeps_keys]}, and count again when their server is chosen.
      </p>
      <ul className="assistant__keys" aria-labelledby="settings-keys">
        {servers.map((server) => (
          <li key={server} className="setting">
            <div className="cut" title={server}>
              {serverWords(server)} <span className="xs faint">{server}</span>
            </div>
            <Button small aria-label={`Remove the key of ${server}`} onClick={() => void removeKey(server)}>
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
