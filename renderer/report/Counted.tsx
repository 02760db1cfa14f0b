import { LinkButton } from '../ui/Button';
import { Popover } from '../ui/Popover';

/** How the figures were counted, one sentence a method. */
export function Counted({ methods }: { methods: readonly string[] }) {
  return (
    <Popover reads title="How this is counted" trigger={<LinkButton>How this is counted</LinkButton>}>
      <ul className="methods">
        {methods.map((method) => (
          <li key={method}>{method}</li>
        ))}
      </ul>
    </Popover>
  );
}
