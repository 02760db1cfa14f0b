import { homedir, release, totalmem, type, version } from 'node:os';

/** What helps to find a fault and says nothing of the person. */
export interface SystemFacts {
  readonly system: string;
  readonly programs: string;
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
      `Node ${node}`,
      ...(electron === undefined ? [] : [`Electron ${electron}`]),
      ...(chrome === undefined ? [] : [`Chromium ${chrome}`]),
    ].join(', '),
    memoryBytes: totalmem(),
    home: homedir(),
  };
}
