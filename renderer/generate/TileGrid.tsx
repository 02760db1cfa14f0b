import { memo, useMemo, useState } from 'react';
import type { GenerationView, Tile } from '../../core/contract/sessionView';
import { useConnection } from '../store/connection';
import { IconButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { ScrollArea } from '../ui/ScrollArea';
import { useSize } from '../ui/useSize';
import { shownTiles, tileName, tileSize, unreached, withoutFile } from './tiles';

interface TileGridProps {
  tiles: readonly Tile[] | null;
  generation: GenerationView;
  onAgain: (number: number) => void;
}

/** The pictures in their shuffled places, as large as lets all of them be seen. */
export function TileGrid({ tiles, generation, onAgain }: TileGridProps) {
  const [ref, size] = useSize<HTMLElement>();
  const isLost = useConnection(({ link }) => link === 'lost');
  const shown = useMemo(() => (tiles === null ? null : shownTiles(tiles, generation)), [tiles, generation]);
  const side =
    size === null || shown === null ? 76 : tileSize(size.width - 48, size.height - 24, shown.length);
  return (
    <ScrollArea className="run__tiles" ref={ref} label="Pictures made so far">
      {shown === null ? null : (
        <ul className="tiles" style={{ '--tile': `${side}px` } as React.CSSProperties}>
          {shown.map((tile) => (
            <TileView
              key={tile.number}
              tile={tile}
              onAgain={generation.status === 'running' || isLost ? undefined : onAgain}
            />
          ))}
        </ul>
      )}
    </ScrollArea>
  );
}

interface TileViewProps {
  tile: Tile;
  /** Makes the picture again; absent while a run is on. */
  onAgain: ((number: number) => void) | undefined;
}

const TileView = memo(function TileView({ tile: told, onAgain }: TileViewProps) {
  // Its address comes anew with every look at the gallery, so a file that is back is tried again.
  const [broken, setBroken] = useState<string | null>(null);
  const isLost = useConnection(({ link }) => link === 'lost');
  const isBroken = told.image !== null && told.image === broken;
  // While nobody answers, nothing is known of a file that cannot be fetched, and nothing is known to go on.
  const tile = isLost ? unreached(told, isBroken) : isBroken ? withoutFile(told) : told;
  const name = tileName(tile);
  return (
    <li className="tile" data-state={tile.state} title={tile.message === null ? undefined : name}>
      {tile.image === null ? (
        <span className="sr">{name}</span>
      ) : (
        <img src={tile.image} alt={name} decoding="async" onError={() => setBroken(tile.image)} />
      )}
      {tile.state === 'made' && tile.image === null ? <Icon name="image" /> : null}
      {tile.state === 'making' ? <Turning /> : null}
      {tile.state === 'failed' ? (
        <>
          <Icon name="fault" />
          <span aria-hidden="true">Failed</span>
        </>
      ) : null}
      {onAgain !== undefined && (tile.state === 'made' || tile.state === 'failed') ? (
        <span className="tile__again">
          <IconButton
            icon="refresh"
            label={`Make image ${tile.number} again`}
            onClick={() => onAgain(tile.number)}
          />
        </span>
      ) : null}
    </li>
  );
}, isSameTile);

function isSameTile(before: TileViewProps, after: TileViewProps): boolean {
  const [a, b] = [before.tile, after.tile];
  const isOffered = (before.onAgain === undefined) === (after.onAgain === undefined);
  return (
    isOffered &&
    a.number === b.number &&
    a.state === b.state &&
    a.image === b.image &&
    a.message === b.message
  );
}

function Turning() {
  return (
    <svg className="tile__turn" viewBox="0 0 28 28" aria-hidden="true">
      <circle cx="14" cy="14" r="11" opacity=".22" />
      <path d="M14 3a11 11 0 1 1-8.6 17.9" />
    </svg>
  );
}
