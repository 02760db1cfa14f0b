import { memo, type ReactNode } from 'react';
import Markdown, { type Components, type ExtraProps } from 'react-markdown';
import rehypeSlug from 'rehype-slug';
import remarkGfm from 'remark-gfm';
import type { HelpPlace } from '../store/view';
import { LinkButton } from '../ui/Button';
import { PAGES, pictureAddress, placeOfLink } from './helpPages';

interface HelpArticleProps {
  page: HelpPlace['page'];
  /** Called with where a link within the help leads to. */
  onGo: (place: HelpPlace) => void;
}

/** A page of the help, whole. Each of its parts names the line of the page it comes from as `data-line`. */
export const HelpArticle = memo(function HelpArticle({ page, onGo }: HelpArticleProps) {
  const { source } = PAGES[page];
  return (
    <article className="manual__text">
      <Markdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeSlug]}
        components={componentsOf(page, onGo)}
        // The pages are ours, and what their addresses mean is decided here.
        urlTransform={(address) => address}
      >
        {source}
      </Markdown>
    </article>
  );
});

type Node = ExtraProps['node'];
type Part = { children?: ReactNode; id?: string | undefined; node?: Node };

function lineOf(node: Node): number | undefined {
  return node?.position?.start.line;
}

/** A table is known by the heading that it stands under. */
function tableName(page: HelpPlace['page'], line = 0): string {
  const heading = PAGES[page].headings.findLast((one) => one.line < line);
  return heading === undefined ? 'Table' : `Table: ${heading.title}`;
}

function componentsOf(page: HelpPlace['page'], onGo: (place: HelpPlace) => void): Components {
  return {
    h1: ({ children }: Part) => <h1>{children}</h1>,
    h2: ({ children, id, node }: Part) => (
      <h2 id={id} tabIndex={-1} data-line={lineOf(node)}>
        {children}
      </h2>
    ),
    h3: ({ children, id, node }: Part) => (
      <h3 id={id} tabIndex={-1} data-line={lineOf(node)}>
        {children}
      </h3>
    ),
    p: ({ children, node }: Part) => (
      <p data-line={lineOf(node)} tabIndex={-1}>
        {children}
      </p>
    ),
    li: ({ children, node }: Part) => (
      <li data-line={lineOf(node)} tabIndex={-1}>
        {children}
      </li>
    ),
    tr: ({ children, node }: Part) => (
      <tr data-line={lineOf(node)} tabIndex={-1}>
        {children}
      </tr>
    ),
    table: ({ children, node }: Part) => (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is wider than its place is scrolled by keyboard
      <section className="manual__table" aria-label={tableName(page, lineOf(node))} tabIndex={0}>
        <table>{children}</table>
      </section>
    ),
    img: ({ src, alt }: { src?: string | Blob | undefined; alt?: string | undefined }) => {
      const address = typeof src === 'string' ? pictureAddress(src) : undefined;
      return address === undefined ? null : <img src={address} alt={alt ?? ''} />;
    },
    a: ({ href = '', children }: { href?: string | undefined; children?: ReactNode }) => {
      const place = placeOfLink(href, page);
      if (place !== null) return <LinkButton onClick={() => onGo(place)}>{children}</LinkButton>;
      // The app opens nothing from elsewhere: an address is there to be read.
      return /^https?:/.test(href) ? (
        <>
          {children} (<span className="mono">{href}</span>)
        </>
      ) : (
        children
      );
    },
  };
}
