import { homedir, release, totalmem, type, version } from 'node:os';

/** What helps to find a fault and says nothing of the person. */
export interface SystemFacts {
  readonly system: string;
  readonly programs: readonly { readonly name: string; readonly version: string }[];
  readonly memoryBytes: number;
  /** The person's home folder, which is to stand as `~`. */
  readonly home: string;
}

/** The computer and the programs that Blindfold runs on. */
export function systemFacts(): SystemFacts {
  const { node, electron, chrome } = process.versions;
  return {
    system: `${type()} ${release()} ${process.arch} (${version()})`,
    programs: [
      { name: 'Node', version: node },
      ...(electron === undefined ? [] : [{ name: 'Electron', version: electron }]),
      ...(chrome === undefined ? [] : [{ name: 'Chromium', version: chrome }]),
    ],
    memoryBytes: totalmem(),
    home: homedir(),
  };
}
