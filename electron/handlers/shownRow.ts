import type { SessionSummary } from '../../core/contract/sessionView';
import type { CatalogRow } from '../catalog/catalog';
import { pictureFolder } from '../sessions/images';
import { sessionFolder } from '../sessions/sessionFolder';
import type { Services } from './services';

/** A line of the catalog as a window gets it: with an address for its picture. */
export function shownRow(
  { images, store }: Pick<Services, 'images' | 'store'>,
  { summary, emblem }: CatalogRow,
): SessionSummary {
  if (emblem === null) return summary;
  const folder = pictureFolder(sessionFolder(store.root, summary.session_id), summary);
  return { ...summary, thumbnail: images.emblem(folder, emblem.file, emblem.version) };
}
