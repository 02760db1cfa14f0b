import type { FieldFault } from '../contract/failure';
import type { PlanSummary } from '../contract/sessionView';
import { byteWords } from '../session/byteWords';

/** Room that a run leaves on a disk, in bytes: other programs need some, and the size of images is estimated. */
const MARGIN = 200_000_000;

/**
 * What a plan lacks of room on the disk of its session. In: the bytes of its images, and the free bytes of the disk, null
 * when unknown. Out: the sentence beside the plan; null when there is room, or nobody knows.
 */
export function roomFault({
  bytes,
  free_bytes,
}: Pick<PlanSummary, 'bytes' | 'free_bytes'>): FieldFault | null {
  if (free_bytes === null) return null;
  const lacking = bytes + MARGIN - free_bytes;
  if (lacking <= 0) return null;
  return {
    field: 'setup.plan',
    message: `The images take about ${byteWords(bytes)}, and the disk has ${byteWords(free_bytes)} left, of which ${byteWords(MARGIN)} stay free. Free ${byteWords(lacking)}, or plan fewer images.`,
  };
}
