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
const OWN = /^(lock(\.claim)?(\.tmp-[0-9a-f]+)?|.*\.tmp-[0-9a-f]+|.*\.[0-9a-f]{12}\.tmp|\.server\.json)$/;

/** True for a file that only the program which works on the session needs. */
export function isWorkingFile(name: string): boolean {
  return OWN.test(name);
}
