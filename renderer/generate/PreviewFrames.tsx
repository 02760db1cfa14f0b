import { useState } from 'react';
import type { GenerationView } from '../../core/contract/generationView';
import { useGeneration } from '../store/generation';

/**
 * The images that are being made, one box for each server, so that nothing jumps when one is done. They are shown under their
 * drawn numbers alone.
 */
export default function PreviewFrames({ generation }: { generation: GenerationView }) {
  const { servers, current, images_done } = generation;
  const { previews, previewsSince, hasPreviews } = useGeneration();
  const isMany = servers.length > 1;
  const boxes = isMany
    ? servers.flatMap(({ name, state, current: image }) => (state === 'out' ? [] : [{ key: name, image }]))
    : [{ key: '', image: current }];
  // Those that were under way when it was switched on do not count: at least one was made whole since.
  const isSilent = !hasPreviews && previewsSince !== null && images_done > previewsSince + boxes.length;
  return (
    <section className="section run__preview" aria-labelledby="run-preview">
      <div className="section__head">
        <h2 id="run-preview">Live preview</h2>
      </div>
      <ul className="previews" data-many={isMany ? '' : undefined}>
        {boxes.map(({ key, image }) => {
          return (
            <li key={key}>
              <div className="preview">
                {image === null ? null : <Frame number={image.number} address={previews[image.number]} />}
              </div>
              <p className="xs muted cut">
                {image === null ? 'Between images' : previewWords(image, isMany)}
              </p>
            </li>
          );
        })}
      </ul>
      {isSilent ? (
        <p className="help" role="status">
          No preview came with the last image. ComfyUI sends them when it is started with --preview-method
          auto.
        </p>
      ) : null}
    </section>
  );
}

/** With several servers there is no room for the steps here: they stand beside each server. */
function previewWords(
  { number, step, steps }: NonNullable<GenerationView['current']>,
  isShort: boolean,
): string {
  return steps === 0 || isShort ? `Image ${number}` : `Image ${number}, ${step} of ${steps} steps`;
}

/** The latest frame of an image. One that could not be fetched any more gives its place to the next. */
function Frame({ number, address }: { number: number; address: string | undefined }) {
  const [broken, setBroken] = useState<string | null>(null);
  if (address === undefined || address === broken) return null;
  return <img src={address} alt={`Preview ${number}`} decoding="sync" onError={() => setBroken(address)} />;
}
