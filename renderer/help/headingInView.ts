import { type RefObject, useEffect, useState } from 'react';

/** A heading counts as reached this much below the upper edge, in px. */
const REACHED_PX = 48;

/** The id of the heading that what is read stands under; null at the top. In: what scrolls, and which page it shows. */
export function useHeadingInView(body: RefObject<HTMLElement | null>, page: string): string | null {
  const [id, setId] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has other headings
  useEffect(() => {
    const frame = body.current;
    if (frame === null) return;
    const look = () => {
      const edge = frame.getBoundingClientRect().top + REACHED_PX;
      const headings = [...frame.querySelectorAll('h2[id], h3[id]')];
      const reached = headings.filter((heading) => heading.getBoundingClientRect().top <= edge);
      // The last ones never reach the edge where the page ends first.
      const isAtEnd = frame.scrollTop > 0 && frame.scrollTop + frame.clientHeight >= frame.scrollHeight - 1;
      setId((isAtEnd ? headings : reached).at(-1)?.id ?? null);
    };
    look();
    frame.addEventListener('scroll', look, { passive: true });
    return () => frame.removeEventListener('scroll', look);
  }, [page]);
  return id;
}
