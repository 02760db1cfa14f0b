import { observeElementRect, useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, memo, useLayoutEffect, useMemo, useState } from 'react';
import type { GenerationView, Tile } from '../../core/contract/generationView';
import { useConnection } from '../store/connection';
import { IconButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { ScrollArea } from '../ui/ScrollArea';
import { useSize } from '../ui/useSize';
import { rowHeight, shownTiles, tileColumns, tileName, tileSize, unreached, withoutFile } from './tiles';

interface TileGridProps {
  tiles: readonly Tile[] | null;
  generation: GenerationView;
  onAgain: (number: number) => void;
}

/** What the area's own edges take of it, in px. */
const EDGES = { width: 48, height: 24 };
/** While the area has no height yet, so much of it is drawn. */
const FIRST_HEIGHT = 600;
const ROWS_BEYOND = 4;

/** The pictures in their shuffled places, as large as lets all of them be seen. Only the rows in sight are in the page. */
export function TileGrid({ tiles, generation, onAgain }: TileGridProps) {
  const [ref, size] = useSize<HTMLElement>();
  const isLost = useConnection(({ link }) => link === 'lost');
  const shown = useMemo(() => shownTiles(tiles ?? [], generation), [tiles, generation]);
  const width = (size?.width ?? 0) - EDGES.width;
  const side = size === null ? 76 : tileSize(width, size.height - EDGES.height, shown.length);
  const columns = tileColumns(width, side);
  const rows = useVirtualizer({
    count: Math.ceil(shown.length / columns),
    getScrollElement: () => ref.current,
    estimateSize: () => rowHeight(side),
    overscan: ROWS_BEYOND,
    observeElementRect: (instance, tell) =>
      observeElementRect(instance, (rect) =>
        tell(rect.height === 0 ? { ...rect, height: FIRST_HEIGHT } : rect),
      ),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are measured anew for another side
  useLayoutEffect(() => rows.measure(), [side, rows]);
  const inSight = rows.getVirtualItems();
  const first = (inSight[0]?.index ?? 0) * columns;
  const end = ((inSight.at(-1)?.index ?? -1) + 1) * columns;
  const layout: CSSProperties & Record<'--tile' | '--columns', string> = {
    '--tile': `${side}px`,
    '--columns': String(columns),
    height: rows.getTotalSize(),
    paddingTop: inSight[0]?.start ?? 0,
  };
  return (
    <ScrollArea className="run__tiles" ref={ref} label="Pictures made so far">
      {tiles === null ? null : (
        <ul className="tiles" style={layout}>
          {shown.slice(first, end).map((tile, index) => (
            <TileView
              key={tile.number}
              tile={tile}
              place={first + index + 1}
              of={shown.length}
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
  /** Which of how many places it is. */
  place: number;
  of: number;
  /** Makes the picture again; absent while a run is on. */
  onAgain: ((number: number) => void) | undefined;
}

const TileView = memo(function TileView({ tile: told, place, of, onAgain }: TileViewProps) {
  // Its address comes anew with every look at the gallery, so a file that is back is tried again.
  const [broken, setBroken] = useState<string | null>(null);
  const isLost = useConnection(({ link }) => link === 'lost');
  const isBroken = told.image !== null && told.image === broken;
  // While nobody answers, nothing is known of a file that cannot be fetched, and nothing is known to go on.
  const tile = isLost ? unreached(told, isBroken) : isBroken ? withoutFile(told) : told;
  const name = tileName(tile);
  const isKeptBack = tile.state === 'made' && tile.image === null;
  return (
    <li
      className="tile"
      data-state={tile.state}
      aria-setsize={of}
      aria-posinset={place}
      title={tile.message === null ? undefined : name}
    >
      {tile.image === null ? (
        <span className="sr">{name}</span>
      ) : (
        <img src={tile.image} alt={name} decoding="async" onError={() => setBroken(tile.image)} />
      )}
      {isKeptBack ? <Icon name={isLost ? 'image' : 'check'} /> : null}
      {tile.state === 'making' ? <Turning /> : null}
      {tile.state === 'failed' ? (
        <>
          <Icon name="fault" />
          <span aria-hidden="true">Failed</span>
        </>
      ) : null}
      {onAgain !== undefined && (tile.image !== null || tile.state === 'failed') ? (
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
    before.place === after.place &&
    before.of === after.of &&
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
