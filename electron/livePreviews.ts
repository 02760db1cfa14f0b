import type { SessionId } from '../core/session/identity';
import type { Pushes } from './pushes';
import type { Images } from './sessions/images';
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

interface Showing {
  next: { number: number; picture: Uint8Array } | null;
}

/** In: where a picture that cannot be read by us goes to, which is no more than a picture less. */
export function createLivePreviews(options: {
  images: Pick<Images, 'preview' | 'forgetPreview'>;
  pushes: Pick<Pushes, 'tell' | 'hasListeners'>;
  timers: Timers;
  onUnreadable(error: unknown): void;
}): LivePreviews {
  const { images, pushes, timers } = options;
  const showings = new Map<SessionId, Showing>();

  async function showNext(id: SessionId, showing: Showing): Promise<void> {
    const { next } = showing;
    if (next === null) {
      showings.delete(id);
      return;
    }
    showing.next = null;
    try {
      const bytes = await plainPicture(next.picture);
      // Forgotten meanwhile: what comes late is shown to nobody.
      if (showings.get(id) !== showing) return;
      const image = images.preview(id, bytes);
      pushes.tell({ push: 'generation.previewed', payload: { session_id: id, number: next.number, image } });
    } catch (error) {
      options.onUnreadable(error);
    }
    timers.after(PAUSE_MS, () => {
      if (showings.get(id) === showing) void showNext(id, showing);
    });
  }

  return {
    show(id, number, picture) {
      if (!pushes.hasListeners()) return;
      const known = showings.get(id);
      if (known !== undefined) {
        known.next = { number, picture };
        return;
      }
      const showing: Showing = { next: { number, picture } };
      showings.set(id, showing);
      void showNext(id, showing);
    },
    forget(id) {
      showings.delete(id);
      images.forgetPreview(id);
    },
  };
}

/** The pixels alone, as a JPEG: whatever a server wrote beside them is left behind. */
async function plainPicture(picture: Uint8Array): Promise<Uint8Array> {
  // Loaded at the first use: the app starts without it.
  const { default: sharp } = await import('sharp');
  return sharp(picture)
    .resize({ width: LONGEST_PX, height: LONGEST_PX, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82 })
    .toBuffer();
}
