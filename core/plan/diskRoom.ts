import type { FieldFault } from '../contract/failure';
import type { PlanSummary } from '../contract/sessionView';
import { byteWords } from '../session/byteWords';

/** Room that a run leaves on a disk, in bytes: other programs need some, and the size of images is estimated. */
const MARGIN = 200_000_000;

/**
 * What a plan lacks of room on the disk of its session. In: the plan's images, their bytes, and the free bytes of the disk, null
 * when unknown; and how many of the images are there already. Out: the sentence beside the plan; null when there is room, or
 * nobody knows.
 */
export function roomFault(
  { images, bytes: all, free_bytes }: Pick<PlanSummary, 'images' | 'bytes' | 'free_bytes'>,
  made = 0,
): FieldFault | null {
  if (free_bytes === null) return null;
  const bytes = images === 0 ? 0 : (all * Math.max(0, images - made)) / images;
  const lacking = bytes + MARGIN - free_bytes;
  if (lacking <= 0) return null;
  return {
    field: 'setup.plan',
    message: `The images take about ${byteWords(bytes)}, and the disk has ${byteWords(free_bytes)} left, of which ${byteWords(MARGIN)} stay free. Free ${byteWords(lacking)}, or plan fewer images.`,
  };
}
