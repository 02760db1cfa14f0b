import { Button } from '../ui/Button';
import { Menu } from '../ui/Menu';
import type { ViewAct, Viewer } from './viewer';

const WAYS: readonly { label: string; keys: string; to: Extract<ViewAct, { does: 'zoom' }>['to'] }[] = [
  { label: 'Fit', keys: 'F', to: 'fit' },
  { label: '100%, pixel for pixel', keys: '0', to: 'pixels' },
  { label: '200%', keys: '8', to: 'double' },
  { label: '400%', keys: '9', to: 'quadruple' },
  { label: 'In', keys: '+', to: 'in' },
  { label: 'Out', keys: '-', to: 'out' },
];

interface ZoomButtonProps {
  /** How large they are shown now. */
  words: string;
  act: Viewer['act'];
  /** The ground of the pictures. */
  home: Viewer['ref'];
}

/** How large the pictures are shown, with all other sizes behind it. */
export function ZoomButton({ words, act, home }: ZoomButtonProps) {
  return (
    <Menu
      trigger={
        <Button look="quiet" small aria-label={`Zoom, ${words}`}>
          <span className="stage__zoom">{words}</span>
        </Button>
      }
      // The keys are for the pictures again, not for this button.
      focusAfter={() => home.current?.closest<HTMLElement>('[data-focus-home]') ?? null}
      entries={WAYS.map(({ label, keys, to }) => ({
        label,
        keys,
        apart: to === 'in',
        run: () => act({ does: 'zoom', to }),
      }))}
    />
  );
}
