import { randomInt } from 'node:crypto';
import { dirname } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import {
  drawnParts,
  lengthOf,
  type PngParts,
  paddableLength,
  padPng,
  stripPngMetadata,
} from '../comfy/imageCheck';
import { errorCode, type FileSystem, realFileSystem } from './fileSystem';
import { freshKey, KeyRing, NamedRing } from './keyRing';
import { isInside } from './ownOutput';
import type { SessionFolder } from './sessionFolder';
import { thumbnailOf } from './thumbnails';

/** A picture as it goes to a screen: drawn pixels only, nothing that tells what it is. */
export interface ServedImage {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** What is needed of a session to show its pictures. */
export interface PictureFolder {
  /** The session's id. */
  readonly id: string;
  /** The file's full path, proved inside `output/`. Throws AppFailure for a name that leads elsewhere. */
  pathOfImage(file: string): string;
  /** Folder of the thumbnails; null where nothing may be written. */
  readonly thumbnails: string | null;
}

/** Where a session's pictures are, and its thumbnails: those of the sample are not kept, so that its folder stays as it is. */
export function pictureFolder(
  folder: SessionFolder,
  { sample }: { readonly sample: boolean },
): PictureFolder {
  return sample ? { ...folder, thumbnails: null } : folder;
}

export interface Images {
  /** Addresses for one showing of two pictures, fresh each time. Neither tells what it leads to, nor do the bytes' lengths. */
  showing(folder: PictureFolder, left: string, right: string): { image_a: string; image_b: string };
  /** A fresh address of a thumbnail. `version` changes when the picture does. */
  thumbnail(folder: PictureFolder, file: string, version: string): string;
  /** The address of the picture that stands for the whole session; the same until `file` changes, so that lists stay still. */
  emblem(folder: PictureFolder, file: string, version: string): string;
  /**
   * Addresses of a picture whose labels are shown, whole and small: the same each time as long as `version` is, so that what a page has
   * fetched it need not fetch again.
   */
  labelled(folder: PictureFolder, file: string, version: string): { full: string; small: string };
  /** The address of a picture that is in memory only; the oldest of a few are forgotten first. In: a PNG, whose texts are taken out. */
  passing(png: Uint8Array): string;
  /** The address of a session's image in the making, as a JPEG. Only the last few are kept, for a page that is still asking. */
  preview(id: string, jpeg: Uint8Array): string;
  forgetPreview(id: string): void;
  /** The picture behind a key; null when the key is unknown or forgotten. Throws AppFailure when the file is missing or torn. */
  serve(key: string): Promise<ServedImage | null>;
}

type Source = () => Promise<ServedImage>;

/** Enough for hours of judging; the oldest are forgotten first. */
const MAX_SHOWINGS = 5_000;
/** One gallery of the largest plan, twice over. */
const MAX_THUMBNAILS = 40_000;
/** Pictures of a report's evidence: all of the largest ones, whole and small, a few times over. */
const MAX_LABELLED = 20_000;
/** Showings whose pictures stay in memory until both sides were fetched: this one, the next, and a little more. */
const MAX_WARM = 6;

/** Images in the making that a page may still ask for: a busy machine is some seconds late, and several servers show theirs in turn. */
const MAX_PREVIEWS = 16;

/** Pictures that are in memory only: those of the last few test pairs. */
const MAX_PASSING = 8;

/** Keeps the keys under which pictures are shown. They live in memory only, so that no address outlives the app. */
export function createImages(fs: FileSystem = realFileSystem): Images {
  const showings = new KeyRing<Source>(MAX_SHOWINGS);
  const thumbnails = new KeyRing<Source>(MAX_THUMBNAILS);
  const passing = new KeyRing<Source>(MAX_PASSING);
  const labelled = new NamedRing<Source>(MAX_LABELLED);
  /** By session, the newest last. */
  const previews = new Map<string, { key: string; picture: ServedImage }[]>();
  const emblems = new Map<string, { file: string; version: string; key: string }>();
  const warm: PictureCouple[] = [];
  const keepWarm = (pictures: PictureCouple) => {
    warm.push(pictures);
    if (warm.length > MAX_WARM) warm.shift()?.cool();
  };

  function smallSource(folder: PictureFolder, file: string, version: string): Source {
    return async () => {
      try {
        const picture = await ownPicture(fs, folder, file);
        const bytes = await thumbnailOf({
          fs,
          picture,
          folder: folder.thumbnails,
          name: `${file}\n${version}`,
        });
        return { bytes, contentType: 'image/webp' };
      } catch (error) {
        return unshowable(error);
      }
    };
  }

  function fullSource(folder: PictureFolder, file: string): Source {
    return async () => {
      try {
        const bytes = stripPngMetadata(await fs.readFile(await ownPicture(fs, folder, file)));
        return { bytes, contentType: 'image/png' };
      } catch (error) {
        return unshowable(error);
      }
    };
  }

  const thumbnailKey = (folder: PictureFolder, file: string, version: string) =>
    thumbnails.add(smallSource(folder, file, version));

  return {
    showing(folder, left, right) {
      const pictures = new PictureCouple(fs, folder, [left, right], keepWarm);
      // Which of the two keys is drawn first tells nothing: both are random.
      return {
        image_a: address(showings.add(pictures.source(0))),
        image_b: address(showings.add(pictures.source(1))),
      };
    },
    thumbnail: (folder, file, version) => address(thumbnailKey(folder, file, version)),
    emblem(folder, file, version) {
      const known = emblems.get(folder.id);
      if (known?.file === file && known.version === version && thumbnails.has(known.key))
        return address(known.key);
      const key = thumbnailKey(folder, file, version);
      emblems.set(folder.id, { file, version, key });
      return address(key);
    },
    labelled(folder, file, version) {
      const name = [folder.id, file, version].join('\n');
      return {
        full: address(labelled.keyOf(`full\n${name}`, fullSource(folder, file))),
        small: address(labelled.keyOf(`small\n${name}`, smallSource(folder, file, version))),
      };
    },
    passing(png) {
      const bytes = stripPngMetadata(png);
      return address(passing.add(async () => ({ bytes, contentType: 'image/png' })));
    },
    preview(id, jpeg) {
      const key = freshKey();
      const kept = previews.get(id)?.slice(1 - MAX_PREVIEWS) ?? [];
      previews.set(id, [...kept, { key, picture: { bytes: jpeg, contentType: 'image/jpeg' } }]);
      return address(key);
    },
    forgetPreview: (id) => void previews.delete(id),
    async serve(key) {
      for (const kept of previews.values()) {
        const preview = kept.find((one) => one.key === key);
        if (preview !== undefined) return preview.picture;
      }
      const source = showings.get(key) ?? thumbnails.get(key) ?? labelled.get(key) ?? passing.get(key);
      return source === undefined ? null : source();
    },
  };
}

function address(key: string): string {
  return `/image/${key}`;
}

/**
 * Two pictures that are shown together. Both are read, stripped and brought to one length before either is given out: so
 * neither length nor failure tells one from the other.
 */
class PictureCouple {
  private readonly fs: FileSystem;
  private readonly folder: PictureFolder;
  private readonly files: readonly [string, string];
  private loaded: Promise<[Uint8Array, Uint8Array]> | null = null;
  private readonly onLoad: (pictures: PictureCouple) => void;
  private given = new Set<number>();
  /** How much of the most padding this showing gets. */
  private readonly slack = randomInt(SLACK_STEPS) / SLACK_STEPS;

  constructor(
    fs: FileSystem,
    folder: PictureFolder,
    files: readonly [string, string],
    onLoad: (pictures: PictureCouple) => void,
  ) {
    this.fs = fs;
    this.folder = folder;
    this.files = files;
    this.onLoad = onLoad;
  }

  source(side: 0 | 1): Source {
    return async () => {
      if (this.loaded === null) {
        this.loaded = this.load();
        this.onLoad(this);
      }
      const bytes = (await this.loaded.catch((error: unknown) => this.forget(error)))[side];
      this.given.add(side);
      // Each is asked for once as a rule; what both sides have had need not stay in memory.
      if (this.given.size === 2) this.cool();
      return { bytes, contentType: 'image/png' };
    };
  }

  /** Lets the pictures go; the next request reads them again. */
  cool(): void {
    this.loaded = null;
    this.given = new Set();
  }

  /** A picture that was missing may be made again, so the next request looks anew. */
  private forget(error: unknown): never {
    this.cool();
    throw error;
  }

  private async load(): Promise<[Uint8Array, Uint8Array]> {
    try {
      const [left, right] = await Promise.all(
        this.files.map(async (file) => this.fs.readFile(await ownPicture(this.fs, this.folder, file))),
      );
      return toOneLength(drawnParts(left as Uint8Array), drawnParts(right as Uint8Array), this.slack);
    } catch (error) {
      return unshowable(error);
    }
  }
}

/** The path of a picture, proved to lead to a file of the session's own folder. Rejects when it is missing or a link out of it. */
export async function ownPicture(fs: FileSystem, folder: PictureFolder, file: string): Promise<string> {
  const path = folder.pathOfImage(file);
  const [real, own] = await Promise.all([fs.realPath(path), fs.realPath(dirname(dirname(path)))]);
  if (!isInside(own, real)) throw new Error('An image is a link that leads out of its session.');
  return real;
}

const SLACK_STEPS = 2 ** 20;
/** The most padding that is added by lot: so many bytes, and so much of the picture. */
const SLACK_BYTES = 4096;
const SLACK_SHARE = 1 / 16;

/**
 * Both PNGs at the same length, both with padding, so that its presence tells nothing either. Part of it is drawn by lot for
 * every showing: by the length alone neither a pair that comes back nor one picture on both sides is found out.
 */
function toOneLength(left: PngParts, right: PngParts, slack: number): [Uint8Array, Uint8Array] {
  const longer = Math.max(lengthOf(left), lengthOf(right));
  const length = paddableLength(longer) + Math.floor(slack * (SLACK_BYTES + longer * SLACK_SHARE));
  return [padPng(left, length), padPng(right, length)];
}

/** Says that a picture cannot be shown, without its name: the name would tell what it is. */
function unshowable(cause: unknown): never {
  if (cause instanceof AppFailure && cause.code !== 'not_found') throw cause;
  const isMissing = cause instanceof AppFailure || errorCode(cause) === 'ENOENT';
  throw new AppFailure(
    isMissing ? 'not_found' : 'storage_failed',
    'An image of this session is missing or damaged on disk. Put the file back into its output folder, or skip the pair.',
    { cause },
  );
}
