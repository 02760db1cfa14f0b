import type { Setup } from '../../core/session/setup';
import { lookAtServer, useComfy } from './comfy';
import { nameList } from './fileNames';
import { tell, tellUndo } from './notices';
import { openDetail } from './session';
import { editSetup, isSetupFixed, laterEdit, useDraft } from './setupDraft';
import { showTab } from './view';

/**
 * Chooses files of weights in the set-up, as LoRAs or as its checkpoint, where the server has files of these names: a LoRA is used by
 * the server, which cannot take one from here. Where it has none, it is told where to copy them. In: their names.
 */
export async function takeModels(names: readonly string[]): Promise<void> {
  const wanted = [...new Set(names)];
  const list = nameList(wanted);
  if (isSetupFixed(openDetail())) {
    tell(
      `${list} ${was(wanted)} not taken: the set-up of this session is fixed. Begin a new session for it.`,
      'fault',
    );
    return;
  }
  showTab('setup');
  const { address } = useComfy.getState();
  // Somebody may have copied the file there a moment ago.
  if (address !== null) await lookAtServer(address, true);
  const { offers, server } = useComfy.getState();
  if (address === null || offers === null) {
    tell(
      `ComfyUI does not answer, so nobody knows whether it has ${list}. Start it, then drop the file once more.`,
      'fault',
    );
    return;
  }
  const found = wanted.map((name) => ({
    name,
    loras: sameName(offers.loras, name),
    checkpoints: sameName(offers.checkpoints, name),
  }));
  const left = [
    ...takeLoras(found.flatMap(({ name, loras }) => (loras.length > 0 ? [{ name, at: loras }] : []))),
    ...takeCheckpoint(
      found.flatMap(({ loras, checkpoints: [first] }) =>
        loras.length === 0 && first !== undefined ? [first] : [],
      ),
    ),
  ];
  const missing = found.filter(({ loras, checkpoints }) => loras.length + checkpoints.length === 0);
  if (missing.length > 0) {
    const what = nameList(missing.map(({ name }) => name));
    left.push(
      server?.is_demo === true
        ? `The built-in demo has files of its own and no ${what}. Choose your ComfyUI as the server to use it.`
        : missing.length === 1
          ? `The server ${address} has no ${what}. Copy it there into models/loras, or into models/checkpoints when it is a whole model, and drop it once more.`
          : `The server ${address} has none of ${what}. Copy them there into models/loras, or into models/checkpoints when they are whole models, and drop them once more.`,
    );
  }
  if (left.length > 0) tell(left.join(' '), 'fault');
}

/** What notices of chosen LoRAs and checkpoints are about. */
const CHOSEN = 'chosen by a drop';

/** Out: what is to be said of those that were not chosen. */
function takeLoras(found: readonly { name: string; at: readonly string[] }[]): string[] {
  if (found.length === 0) return [];
  const begun = openDetail()?.begun_setup ?? null;
  if (begun !== null && begun.own_seeds !== null)
    return [
      'A session whose pairs have seeds of their own takes no further LoRA. Begin a new session for it.',
    ];
  const { loras } = useDraft.getState().draft.setup;
  const left: string[] = [];
  const added: string[] = [];
  for (const { name, at } of found) {
    const [one] = at;
    if (at.some((lora) => loras.includes(lora))) left.push(`${name} is chosen already.`);
    else if (one !== undefined && at.length === 1) added.push(one);
    else left.push(`The server has ${name} in ${at.length} folders. Choose the right one in the list.`);
  }
  if (added.length > 0) {
    choose(
      { loras: [...loras.filter((lora) => lora !== ''), ...added] },
      ({ loras: now }) => ({
        loras: now.filter((lora) => !added.includes(lora)),
      }),
      `${nameList(added)} ${was(added)} chosen as ${added.length === 1 ? 'LoRA' : 'LoRAs'}.`,
    );
  }
  return left;
}

function takeCheckpoint([first, ...more]: readonly string[]): string[] {
  if (first === undefined) return [];
  if ((openDetail()?.begun_setup ?? null) !== null)
    return [`${first} was not chosen: the checkpoint stays as it is once images are made.`];
  const { checkpoint } = useDraft.getState().draft.setup;
  choose({ checkpoint: first }, () => ({ checkpoint }), `${first} was chosen as checkpoint.`);
  return more.length === 0 ? [] : [`${nameList(more)} ${was(more)} left out: a set-up has one checkpoint.`];
}

function choose(patch: Partial<Setup>, back: (setup: Setup) => Partial<Setup>, text: string): void {
  const run = laterEdit(back);
  editSetup(patch);
  tellUndo(text, { label: 'Undo', run }, `${CHOSEN}: ${Object.keys(patch).join()}`);
}

function was(names: readonly string[]): string {
  return names.length === 1 ? 'was' : 'were';
}

/** The files of the server that are called like this, in whatever folder they lie there. */
function sameName(files: readonly string[], name: string): string[] {
  const wanted = name.toLowerCase();
  return files.filter((file) => file.split(/[\\/]/).at(-1)?.toLowerCase() === wanted);
}
