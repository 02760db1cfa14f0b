/** How a packaged copy of the app came onto the machine. */
export interface Packaging {
  readonly platform: NodeJS.Platform;
  /** Whether the build says where newer versions are published. */
  readonly hasFeed: boolean;
  /** Whether it runs out of an AppImage (Linux). */
  readonly isAppImage: boolean;
  /** What the package says of itself: `deb`; null where it says nothing. */
  readonly packageType: string | null;
}

/** Why a packaged copy cannot replace itself, in a sentence; null when it can. */
export function whyNoUpdates({ platform, hasFeed, isAppImage, packageType }: Packaging): string | null {
  if (!hasFeed)
    return 'This copy was built without a place to look for newer versions. Install a newer one over it; sessions and settings stay.';
  if (platform === 'linux' && !isAppImage && packageType !== 'deb')
    return 'This copy was unpacked by hand. Put a newer one in its place; sessions and settings stay.';
  return null;
}
