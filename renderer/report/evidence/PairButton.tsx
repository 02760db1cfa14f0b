import { useState } from 'react';
import type { EvidencePair } from '../../../core/report/metricDetail';
import type { MetricReport } from '../../../core/report/report';
import { useConnection } from '../../store/connection';
import { useEvidence } from '../../store/evidence';
import { Icon } from '../../ui/Icon';
import { noteWords, pairWords, sideNames } from './evidenceWords';

interface PairButtonProps {
  pair: EvidencePair;
  candidates: MetricReport['candidates'];
  onOpen: () => void;
  onButton: (button: HTMLButtonElement | null) => void;
}

/** A pair, small: both pictures with their labels, what was said of it, and a note. */
export function PairButton({ pair, candidates, onOpen, onButton }: PairButtonProps) {
  const addresses = useEvidence((state) => state.addresses.get(pair.pair_id));
  const [broken, setBroken] = useState({ baseline: false, lora: false });
  const names = sideNames(pair.candidate, candidates);
  const note = noteWords(pair.notes);
  const shot = (side: 'baseline' | 'lora') => (
    <Shot
      address={addresses === undefined ? undefined : (addresses?.[side].small ?? null)}
      isBroken={broken[side]}
      onBroken={() => setBroken((old) => ({ ...old, [side]: true }))}
    />
  );
  const isMissing = addresses === null || broken.baseline || broken.lora;
  return (
    <figure className="pair">
      {/* Its name is what stands on it, so that it is found by what is read there; only the pauses are added. */}
      <button ref={onButton} type="button" className="pair__open" onClick={onOpen}>
        <span className="sr">Open </span>
        <span className="pair__shots" aria-hidden="true">
          {shot('baseline')}
          {shot('lora')}
        </span>
        <span className="pair__line">
          <span className="cut">
            {names.baseline}
            <span className="sr">, </span>
          </span>
          <span className="cut">
            {names.lora}
            <span className="sr">, </span>
          </span>
        </span>
        {names.file === null ? null : (
          <span className="pair__file cut" title={names.file}>
            {names.file}
            <span className="sr">, </span>
          </span>
        )}
        <span className="pair__said">{pairWords(pair)}</span>
        {isMissing ? <span className="sr">, a picture is missing</span> : null}
      </button>
      {note === null ? null : (
        <figcaption className="pair__note" title={pair.notes.join('\n')}>
          <q dir="auto">{note.first}</q>
          {note.more === null ? null : <span className="faint"> {note.more}</span>}
        </figcaption>
      )}
    </figure>
  );
}

interface ShotProps {
  /** Undefined while it is on its way; null where there is none. */
  address: string | null | undefined;
  isBroken: boolean;
  onBroken: () => void;
}

function Shot({ address, isBroken, onBroken }: ShotProps) {
  const isLost = useConnection(({ link }) => link === 'lost');
  if (address !== null && address !== undefined && !isBroken) {
    return (
      <span className="pair__shot">
        <img src={address} alt="" loading="lazy" decoding="async" onError={onBroken} />
      </span>
    );
  }
  // While nobody answers, nothing is known of a file that cannot be fetched.
  const isMissing = address !== undefined && !isLost;
  return (
    <span className="pair__shot" data-missing={isMissing ? '' : undefined}>
      {isMissing ? (
        <>
          <Icon name="broken" />
          Missing
        </>
      ) : null}
    </span>
  );
}
