import { Kbd, spokenKeys } from '../ui/Kbd';
import './keys.css';
import type { KeyGroup } from './lookKeys';

/** Keys in groups, each with what it does. */
export function KeyList({ groups }: { groups: readonly KeyGroup[] }) {
  return (
    <div className="keys">
      {groups.map(({ title, lines }) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          <dl>
            {lines.map(({ keys, does }) => (
              <div key={does}>
                <dt>{does}</dt>
                <dd>
                  <span className="sr">{keys.map(spokenKeys).join(' or ')}</span>
                  {keys.map((key) => (
                    <Kbd key={key} keys={key} />
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
