import { Fragment, useMemo } from 'react';
import { HELP_PAGES, type HelpPlace } from '../store/view';
import { PAGES } from './helpPages';
import { type Block, excerptOf, findBlocks } from './helpText';

interface Hit {
  page: HelpPlace['page'];
  block: Block;
}

interface HelpFoundProps {
  words: readonly string[];
  /** As it was typed. */
  query: string;
  onGo: (place: HelpPlace) => void;
}

/** What the pages of the help say of the words that are looked for. */
export function HelpFound({ words, query, onGo }: HelpFoundProps) {
  const hits = useMemo(
    () => HELP_PAGES.flatMap((page) => findBlocks(PAGES[page], words).map((block): Hit => ({ page, block }))),
    [words],
  );
  return (
    <div className="manual__text">
      <h2 className="manual__count" aria-live="polite">
        {hits.length === 0
          ? `Nothing is found for "${query}"`
          : `${hits.length} ${hits.length === 1 ? 'place' : 'places'} with "${query}"`}
      </h2>
      {hits.length === 0 ? (
        <p className="muted">Try one word of it, or read the guide and the troubleshooting themselves.</p>
      ) : null}
      <ul className="manual__hits">
        {hits.map(({ page, block }) => (
          <li key={`${page} ${block.line}`}>
            <button
              type="button"
              onClick={() => onGo({ page, heading: block.heading?.id ?? null, line: block.line })}
            >
              <span className="manual__where">
                {PAGES[page].name}
                {block.heading === null ? null : <> / {block.heading.title}</>}
              </span>
              <span>
                <Marked pieces={excerptOf(block.text, words)} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** In: pieces of a text, in turn plain and found. */
function Marked({ pieces }: { pieces: readonly string[] }) {
  return pieces.map((piece, index) => {
    const key = `${index} ${piece}`;
    return index % 2 === 1 ? <mark key={key}>{piece}</mark> : <Fragment key={key}>{piece}</Fragment>;
  });
}
