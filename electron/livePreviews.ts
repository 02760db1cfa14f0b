import type { SessionId } from '../core/session/identity';
import type { Pushes } from './pushes';
import type { Images } from './sessions/images';
import { pictureTool } from './sessions/pictureTool';
import type { Timers } from './sessions/timers';

/** Shows images in the making, to whoever asked for that. */
export interface LivePreviews {
  /** A server showed an image in the making. In: its drawn number, and the picture as it came. */
  show(id: SessionId, number: number, picture: Uint8Array): void;
  /** Nothing of the session is shown any more, and its last picture is let go. */
  forget(id: SessionId): void;
}

/** At most five a second. */
const PAUSE_MS = 200;
/** The longer side, in pixels. */
const LONGEST_PX = 768;

/** The latest picture of each image in the making that was not shown yet, by its number; that which waits longest stands first. */
type Waiting = Map<number, Uint8Array>;

/** In: where a picture that cannot be read by us goes to, which is no more than a picture less. */
export function createLivePreviews(options: {
  images: Pick<Images, 'preview' | 'forgetPreview'>;
  pushes: Pick<Pushes, 'tell' | 'hasListeners'>;
  timers: Timers;
  onUnreadable(error: unknown): void;
}): LivePreviews {
  const { images, pushes, timers } = options;
  const showings = new Map<SessionId, Waiting>();
  /** Sessions of which a picture could not be read: that is said once. */
  const unreadable = new Set<SessionId>();

  async function showNext(id: SessionId, waiting: Waiting): Promise<void> {
    const [next] = waiting;
    if (next === undefined) {
      showings.delete(id);
      return;
    }
    const [number, picture] = next;
    waiting.delete(number);
    try {
      const bytes = await plainPicture(picture);
      // Forgotten meanwhile: what comes late is shown to nobody.
      if (showings.get(id) !== waiting) return;
      const image = images.preview(id, bytes);
      pushes.tell({ push: 'generation.previewed', payload: { session_id: id, number, image } });
    } catch (error) {
      if (!unreadable.has(id)) options.onUnreadable(error);
      unreadable.add(id);
    }
    timers.after(PAUSE_MS, () => {
      if (showings.get(id) === waiting) void showNext(id, waiting);
    });
  }

  return {
    show(id, number, picture) {
      if (!pushes.hasListeners()) return;
      const known = showings.get(id);
      if (known !== undefined) {
        // With several servers none pushes the other's picture out.
        known.set(number, picture);
        return;
      }
      const waiting: Waiting = new Map([[number, picture]]);
      showings.set(id, waiting);
      void showNext(id, waiting);
    },
    forget(id) {
      showings.delete(id);
      unreadable.delete(id);
      images.forgetPreview(id);
    },
  };
}

/** The pixels alone, as a JPEG: whatever a server wrote beside them is left behind. */
async function plainPicture(picture: Uint8Array): Promise<Uint8Array> {
  const sharp = await pictureTool();
  return sharp(picture)
    .resize({ width: LONGEST_PX, height: LONGEST_PX, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82 })
    .toBuffer();
}
