import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react';

/**
 * A part that is fetched once it is needed, or earlier by `load`: what was fetched earlier is there at once, for paper cannot
 * wait. In: how it is fetched.
 */
export function laterPart<Props extends object>(
  fetch: () => Promise<{ default: ComponentType<Props> }>,
): { Part: (props: Props) => ReactNode; load: () => Promise<unknown> } {
  let ready: ComponentType<Props> | null = null;
  const load = async () => {
    const part = await fetch();
    ready = part.default;
    return part;
  };
  const Later: ComponentType<Props> = lazy(load);
  function Part(props: Props) {
    const [{ Own }] = useState(() => ({ Own: ready ?? Later }));
    return (
      <Suspense>
        <Own {...props} />
      </Suspense>
    );
  }
  return { Part, load };
}
