import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { errorCode } from './fileSystem';

/** Which process a lock belongs to. */
export interface ProcessMark {
  readonly pid: number;
  /** When it started, as the system tells it; null where it does not. */
  readonly started: string | null;
  readonly host: string;
  /** Within which its number counts (a container has one of its own), as the system names it; null where it does not. */
  readonly namespace: string | null;
}

/** What can be asked of the processes of this computer. */
export interface Processes {
  self(): Promise<ProcessMark>;
  /** `gone`: no such process, or a zombie. Else when it started, null where the system does not tell. */
  look(pid: number): Promise<'gone' | { started: string | null }>;
}

/** The computer's own processes; start times are known on Linux. */
export const realProcesses: Processes = {
  self: async () => {
    const found = await look(process.pid);
    const started = found === 'gone' ? null : found.started;
    const namespace = await readlink('/proc/self/ns/pid').catch(() => null);
    return { pid: process.pid, started, host: hostname(), namespace };
  },
  look,
};

async function look(pid: number): Promise<'gone' | { started: string | null }> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return 'gone';
  if (process.platform !== 'linux') return { started: null };
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return readStat(stat, boot.trim());
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errorCode(error))) return 'gone';
    return { started: null };
  }
}

/**
 * Reads a `/proc/<pid>/stat` line (proc_pid_stat(5)): field 3 is the state, field 22 the start in ticks since boot. The
 * name in field 2 may hold spaces and brackets, so fields are counted from the last bracket. The boot's id keeps
 * ticks of different boots apart.
 */
export function readStat(stat: string, bootId: string): 'gone' | { started: string | null } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  if (state === 'Z' || state === 'X') return 'gone';
  const ticks = fields[19];
  return { started: ticks === undefined ? null : `${bootId} ${ticks}`.trim() };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another person's process cannot be asked, but it is there.
    return errorCode(error) === 'EPERM';
  }
}
