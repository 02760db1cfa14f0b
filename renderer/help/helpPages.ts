import guide from '../../docs/guide.md?raw';
import troubleshooting from '../../docs/troubleshooting.md?raw';
import type { HelpPlace } from '../store/view';
import { type HelpText, readHelp } from './helpText';

/** The pages of the help are those of the folder `docs`, as they are. */
export interface HelpPage extends HelpText {
  readonly name: string;
  readonly source: string;
}

const pageOf = (name: string, source: string): HelpPage => ({ name, source, ...readHelp(source) });

export const PAGES: Record<HelpPlace['page'], HelpPage> = {
  guide: pageOf('Guide', guide),
  troubleshooting: pageOf('Troubleshooting', troubleshooting),
};

const pictures = import.meta.glob<string>('../../docs/pictures/*.png', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** Where a picture of the pages lies in the app. In: as the page names it, `pictures/report.png`. */
export function pictureAddress(name: string): string | undefined {
  return pictures[`../../docs/${name}`];
}

/** Where a link of the pages leads to within the help; null when it leads out of it. */
export function placeOfLink(href: string, page: HelpPlace['page']): HelpPlace | null {
  const [file = '', heading = null] = href.split('#');
  if (file === '') return { page, heading };
  const target = (Object.keys(PAGES) as HelpPlace['page'][]).find((name) => file === `${name}.md`);
  return target === undefined ? null : { page: target, heading };
}
