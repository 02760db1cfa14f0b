import './longName.css';

/** What tells two epochs apart stands at the end of a name; so many letters of it are never cut. */
const LAST_LETTERS = 8;

interface NameParts {
  folder: string;
  start: string;
  end: string;
  ending: string;
}

/** A file's name in parts: its folder, the start and the end of the name itself, and its ending, if it is a model's. */
export function nameParts(name: string): NameParts {
  const [, folder = '', file = name] = /^(.*[\\/])?([^\\/]*)$/s.exec(name) ?? [];
  const [, stem = file, ending = ''] =
    /^(.+?)(\.(?:safetensors|sft|ckpt|pth?|bin|gguf))?$/is.exec(file) ?? [];
  const letters = [...stem];
  return {
    folder,
    start: letters.slice(0, -LAST_LETTERS).join(''),
    end: letters.slice(-LAST_LETTERS).join(''),
    ending,
  };
}

/**
 * A file's name where room is short: the folder goes first, then the middle of the name; the faint ending stays. It is for
 * the eye only; the full name has to stand beside it for everybody else.
 */
export function LongName({ name, className }: { name: string; className: string }) {
  const { folder, start, end, ending } = nameParts(name);
  return (
    <span className={`longname ${className}`} aria-hidden="true">
      <span className="longname__path">
        {folder === '' ? null : <span className="longname__folder">{folder}</span>}
        <span className="longname__file">
          <span className="longname__start">{start}</span>
          <span>{end}</span>
          {ending === '' ? null : <span className="longname__ending">{ending}</span>}
        </span>
      </span>
    </span>
  );
}
