import { type DroppedKind, kindOfFile, notTaken } from './droppedKinds';
import { takeModels } from './droppedModels';
import { nameList } from './fileNames';
import { tell } from './notices';
import { takeDroppedVotes } from './packs';
import { showOutcome } from './tasks';
import { importFiles, importPaths } from './transfers';
import { loadWorkflowFile } from './workflowFile';

/** A file as it was dropped; a folder comes as a file, too. */
export interface Dropped {
  readonly file: File;
  readonly isFolder: boolean;
}

/** So many are looked at; who drops more did not mean it. */
const MOST_FILES = 500;
/** More sentences than this stay until they are put away. */
const MOST_TOLD = 2;

/** What a drop holds, to be asked before the drop is over: afterwards nobody knows which of it are folders. */
export function droppedOf(transfer: DataTransfer | null): Dropped[] {
  return [...(transfer?.items ?? [])].flatMap((item) => {
    const file = item.kind === 'file' ? item.getAsFile() : null;
    if (file === null) return [];
    return [{ file, isFolder: item.webkitGetAsEntry()?.isDirectory === true }];
  });
}

/**
 * Takes in what was dropped on the window: the sessions of zips (a rating pack is one), the votes of a rating pack, a workflow (JSON,
 * or a picture that ComfyUI saved), and the LoRAs and the checkpoint that the server has under these names. What is none of them is
 * told. No file is read whole to find out what it is.
 */
export async function takeDropped(dropped: readonly Dropped[]): Promise<void> {
  if (dropped.length > MOST_FILES) {
    tell(`${dropped.length} files are too many at once. Drop at most ${MOST_FILES}.`, 'fault');
    return;
  }
  const kinds = await Promise.all(
    dropped.map(({ file, isFolder }) => (isFolder ? 'folder' : kindOfFile(file))),
  );
  const of = (kind: DroppedKind) =>
    dropped.flatMap(({ file }, index) => (kinds[index] === kind ? [file] : []));
  const [workflow, ...more] = of('workflow');
  const left = notTaken((kind) => of(kind).map(({ name }) => name));
  if (more.length > 0) left.push(leftOut(more));
  tellLeft(left);
  if (workflow !== undefined) await loadWorkflowFile(workflow);
  const models = of('model');
  if (models.length > 0) await takeModels(models.map(({ name }) => name));
  const votes = of('votes');
  if (votes.length > 0) await takeDroppedVotes(votes);
  const zips = of('zip');
  if (zips.length > 0) await importFiles(zips);
}

function leftOut(files: readonly File[]): string {
  const names = nameList(files.map(({ name }) => name));
  return `${names} ${files.length === 1 ? 'was' : 'were'} left out: a set-up has one workflow.`;
}

function tellLeft(sentences: readonly string[]): void {
  if (sentences.length === 0) return;
  if (sentences.length <= MOST_TOLD) tell(sentences.join(' '), 'fault');
  else showOutcome({ title: 'Not everything was taken in', lines: sentences, isFault: true });
}

/** Takes in the files that the system asked the app to open, by their paths (desktop): zips, like dropped ones. */
export async function takeOpened(paths: readonly string[]): Promise<void> {
  const away = paths.filter((path) => /^[a-z][a-z0-9+.-]+:\/\//i.test(path));
  if (away.length > 0) {
    const verb = away.length === 1 ? 'lies' : 'lie';
    tell(
      `${nameList(away.map(fileName))} ${verb} elsewhere on the network. Copy it to this computer, then open it.`,
      'fault',
    );
  }
  const here = paths.filter((path) => !away.includes(path));
  const zips = here.filter((path) => /\.zip$/i.test(path));
  const others = here.filter((path) => !zips.includes(path));
  if (others.length > 0) {
    const names = nameList(others.map(fileName));
    const verb = others.length === 1 ? 'was' : 'were';
    tell(
      `${names} ${verb} not opened: only zips of sessions are opened like this. Drop a workflow, votes or a LoRA on the window instead.`,
      'fault',
    );
  }
  if (zips.length > 0) await importPaths(zips.map((path) => ({ name: fileName(path), path })));
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
