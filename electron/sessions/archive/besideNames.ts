/**
 * What systems and file managers leave in a folder for themselves, and what network drives keep of a file that is gone but open.
 * Nothing of it is a person's, so it is passed over without a word.
 */
const LITTER =
  /^(\.ds_store|\._.*|\.appledouble|\.localized|\.spotlight-v100|\.trashes|\.fseventsd|\.directory|\.nfs[0-9a-f]+|\.fuse_hidden[0-9a-f]+|__macosx|icon\r|(eh)?thumbs\.db|desktop\.ini)$/i;

/** True for a name of a file or folder that a system made for itself. */
export function isLitter(name: string): boolean {
  return LITTER.test(name);
}

/** What a program writes for itself while it works, and what no other place has a use for. */
const LOCK = /^lock(\.claim)?(\.tmp-[0-9a-f]+)?$/;
const HALF_WRITTEN =
  /(\.(jsonl?|bak|md|csv|png|webp)\.tmp-[0-9a-f]{4,}|\.tmp-[0-9a-f]{12,}|\.[0-9a-f]{12}\.tmp)$/;

/**
 * True for a file that only the program which works on the session needs, in the places where it writes such; elsewhere a file of
 * such a name is a person's. In: its path from the session's folder, with forward slashes.
 */
export function isWorkingFile(path: string): boolean {
  const name = /^(?:output\/|thumbnails\/)?([^/]+)$/.exec(path)?.[1];
  return LOCK.test(path) || (name !== undefined && HALF_WRITTEN.test(name));
}

/** True for what lies beside sessions while a program works, and says nothing elsewhere. */
export function isOfHost(name: string): boolean {
  return name === '.server.json' || /\.[0-9a-f]{12}\.tmp$/.test(name) || /\.tmp-[0-9a-f]+$/.test(name);
}
