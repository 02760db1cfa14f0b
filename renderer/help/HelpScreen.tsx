import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { closeHelp, HELP_PAGES, type HelpPlace, showHelp, useView } from '../store/view';
import { Button, IconButton } from '../ui/Button';
import { Input } from '../ui/Field';
import { useFocusReturn } from '../ui/focusReturn';
import { Icon } from '../ui/Icon';
import { Kbd } from '../ui/Kbd';
import './help.css';
import { HelpArticle } from './HelpArticle';
import { HelpFound } from './HelpFound';
import { useHeadingInView } from './headingInView';
import { PAGES } from './helpPages';
import { blockAbout, searchWords } from './helpText';

/** The help, over everything: what its pages hold on the left, a page on the right. `notes` stand above them. */
export default function HelpScreen({ place, notes }: { place: HelpPlace; notes?: React.ReactNode }) {
  const body = useRef<HTMLElement>(null);
  const [trail, setTrail] = useState<readonly HelpPlace[]>([]);
  const [query, setQuery] = useState('');
  const words = useMemo(() => searchWords(query), [query]);
  useFocusReturn(body, 'help', () => useView.getState().help !== null);
  useTarget(body, place, words.length > 0);
  const go = useCallback((next: HelpPlace) => {
    const { help } = useView.getState();
    if (help !== null) setTrail((before) => [...before, help]);
    setQuery('');
    showHelp(next);
  }, []);
  const back = trail.at(-1);
  const inView = useHeadingInView(body, place.page);
  return (
    <>
      <header className="header">
        <IconButton
          icon="left"
          label="Back"
          off={back === undefined ? 'This is where the help was opened' : undefined}
          onClick={() => {
            if (back === undefined) return;
            setTrail(trail.slice(0, -1));
            setQuery('');
            showHelp(back);
          }}
        />
        <h1 className="manual__title">Help</h1>
        <span className="grow" />
        <div className="manual__search">
          <Input
            small
            icon="search"
            type="search"
            aria-label="Search the help"
            placeholder="Search"
            value={query}
            onChange={setQuery}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || query === '') return;
              event.preventDefault();
              setQuery('');
            }}
          />
        </div>
        <Button look="quiet" small aria-keyshortcuts="Escape" onClick={closeHelp}>
          Close <Kbd keys="Esc" />
        </Button>
      </header>
      {notes}
      <div className="manual">
        <nav className="manual__side" aria-label="Pages of the help">
          <div className="manual__pages">
            {HELP_PAGES.map((page) => (
              <button
                key={page}
                type="button"
                aria-current={page === place.page ? 'page' : undefined}
                onClick={() => go({ page, heading: null })}
              >
                {PAGES[page].name}
              </button>
            ))}
          </div>
          <Contents page={place.page} inView={words.length === 0 ? inView : null} onGo={go} />
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the page is scrolled by keyboard */}
        <section className="manual__body" aria-label={PAGES[place.page].name} tabIndex={0} ref={body}>
          {words.length === 0 ? (
            <HelpArticle page={place.page} onGo={go} />
          ) : (
            <HelpFound words={words} query={query.trim()} onGo={go} />
          )}
        </section>
      </div>
    </>
  );
}

interface ContentsProps {
  page: HelpPlace['page'];
  /** The heading that what is read stands under. */
  inView: string | null;
  onGo: (place: HelpPlace) => void;
}

/** What a page holds. */
function Contents({ page, inView, onGo }: ContentsProps) {
  const current = useRef<HTMLButtonElement>(null);
  // Where the window is narrow the list takes no room until it is asked for; see the styles.
  const [isUnfolded, setUnfolded] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the heading its button is another one
  useEffect(() => void current.current?.scrollIntoView?.({ block: 'nearest' }), [inView]);
  return (
    <>
      <button
        type="button"
        className="manual__fold"
        aria-expanded={isUnfolded}
        aria-controls="help-contents"
        onClick={() => setUnfolded(!isUnfolded)}
      >
        <Icon name={isUnfolded ? 'down' : 'right'} />
        On this page
      </button>
      <ul className="manual__contents" id="help-contents" data-unfolded={isUnfolded}>
        {PAGES[page].headings.map(({ id, title, level }) => (
          <li key={id}>
            <button
              type="button"
              ref={id === inView ? current : undefined}
              data-level={level}
              aria-current={id === inView ? 'location' : undefined}
              onClick={() => {
                setUnfolded(false);
                onGo({ page, heading: id });
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Brings what was asked for into view, and gives it the focus, so that the keyboard and a screen reader go on from there. */
function useTarget(body: RefObject<HTMLElement | null>, place: HelpPlace, isSearching: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same place asked for again is gone to again
  useEffect(() => {
    const frame = body.current;
    if (frame === null || isSearching) return;
    const element = elementAt(frame, place);
    if (element === null) {
      // Newer browsers answer a promise, which must not be taken for a way to clean up.
      frame.scrollTo?.(0, 0);
      frame.focus({ preventScroll: true });
      return;
    }
    element.scrollIntoView?.({ block: 'start' });
    element.focus({ preventScroll: true });
    element.setAttribute('data-found', '');
    return () => element.removeAttribute('data-found');
  }, [place, isSearching]);
}

/** The part of the page that a place names; null = its top. */
function elementAt(frame: HTMLElement, place: HelpPlace): HTMLElement | null {
  const { page, heading, about } = place;
  const told = about === undefined ? null : blockAbout(PAGES[page], about);
  const line = place.line ?? told?.line;
  const byLine = line === undefined ? null : frame.querySelector<HTMLElement>(`[data-line="${line}"]`);
  return byLine ?? (heading === null ? null : frame.querySelector<HTMLElement>(`#${CSS.escape(heading)}`));
}
