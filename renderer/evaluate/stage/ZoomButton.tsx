import { Button } from '../../ui/Button';
import { Menu } from '../../ui/Menu';
import type { ViewAct, Viewer } from './viewer';
import { zoomWords } from './zoom';

const WAYS: readonly { label: string; keys: string; to: Extract<ViewAct, { does: 'zoom' }>['to'] }[] = [
  { label: 'Fit', keys: 'F', to: 'fit' },
  { label: '100%, pixel for pixel', keys: '0', to: 'pixels' },
  { label: '200%', keys: '8', to: 'double' },
  { label: '400%', keys: '9', to: 'quadruple' },
  { label: 'In', keys: '+', to: 'in' },
  { label: 'Out', keys: '-', to: 'out' },
];

/** How large the pictures are shown, with all other sizes behind it. */
export function ZoomButton({ viewer }: { viewer: Viewer }) {
  const words = zoomWords(viewer.zoom);
  return (
    <Menu
      trigger={
        <Button look="quiet" small aria-label={`Zoom, ${words}`}>
          <span className="judge__zoom">{words}</span>
        </Button>
      }
      // The keys are for the pictures again, not for this button.
      focusAfter={() => viewer.ref.current?.closest<HTMLElement>('[data-focus-home]') ?? null}
      entries={WAYS.map(({ label, keys, to }) => ({
        label,
        keys,
        apart: to === 'in',
        run: () => viewer.act({ does: 'zoom', to }),
      }))}
    />
  );
}
