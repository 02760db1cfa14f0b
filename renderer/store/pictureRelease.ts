import { useEvaluation } from './evaluation';
import { type Pictures, releasePictures } from './evaluationPictures';
import { painted } from './paint';

/**
 * So many pairs that left the stage keep their pictures: a vote that could not be kept brings its pair back, and no more
 * votes than this are ever on their way.
 */
const KEPT = 4;

/** Lets go of the pictures of pairs that are neither shown nor ready any more; the answer ends it. */
export function followPictures(): () => void {
  let held = heldNow();
  let left: Pictures[] = [];
  const stop = useEvaluation.subscribe(() => {
    const now = heldNow();
    const gone = held.filter((pictures) => !now.includes(pictures));
    held = now;
    if (gone.length === 0 && left.length === 0) return;
    left = [...left.filter((pictures) => !now.includes(pictures)), ...gone];
    const over = left.splice(0, Math.max(0, left.length - KEPT));
    // The next pair is painted first: giving memory back takes its time.
    if (over.length > 0) void painted().then(() => release(over));
  });
  return () => {
    stop();
    // What is shown stays: the stage may come back to it.
    for (const pictures of left) releasePictures(pictures);
  };
}

function release(pictures: readonly Pictures[]): void {
  const now = heldNow();
  for (const one of pictures) if (!now.includes(one)) releasePictures(one);
}

function heldNow(): Pictures[] {
  const { shown, ahead } = useEvaluation.getState();
  return [shown, ...ahead].flatMap((showing) => (showing === null ? [] : [showing.pictures]));
}
