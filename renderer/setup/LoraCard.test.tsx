import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoraInfo } from '../../core/contract/comfyView';
import { AppFailure } from '../../core/contract/failure';
import { setClient } from '../store/backend';
import { useComfy } from '../store/comfy';
import { blankDraft } from '../store/draft';
import { useNotices } from '../store/notices';
import { useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';
import { LoraSection } from './LoraSection';
import { PromptsSection } from './PromptsSection';

type ClientCall = NonNullable<Parameters<typeof setClient>[0]>['call'];

const FILES = ['demo/owl-000004.safetensors', 'demo/owl-000008.safetensors', 'demo/owl.safetensors'];
const INFO: LoraInfo = {
  name: 'x',
  base_model: 'SDXL',
  resolution: '1024 × 1024',
  trigger_words: ['ow1 style'],
  training: [
    { name: 'Rank', value: '16' },
    { name: 'Epoch', value: '4 of 12' },
  ],
};

let address = 0;
let asked: string[] = [];
/** What the backend says about each file. */
let infos: Record<string, LoraInfo | null> = {};

function begin(loras: string[], positives: string[] = []): void {
  const draft = blankDraft([]);
  const prompt_pairs = positives.map((positive) => ({ positive, negative: '' }));
  useDraft.setState({
    draft: { ...draft, setup: { ...draft.setup, loras, prompt_pairs } },
    isAttempted: false,
  });
}
const setup = () => useDraft.getState().draft.setup;

beforeEach(() => {
  // What was heard of a server is kept; each test has one of its own.
  address += 1;
  asked = [];
  infos = {};
  useSession.setState({ session: { phase: 'blank' } });
  useNotices.setState({ notices: [] });
  useComfy.setState({
    address: `10.0.0.${address}:8188`,
    offers: { loras: FILES, checkpoints: ['sd_xl_base_1.0.safetensors'], samplers: [], schedulers: [] },
  });
  setClient({
    call: ((command: string, { lora }: { lora: string }) => {
      if (command !== 'comfy.loraInfo') return Promise.reject(new AppFailure('host_unreachable', 'none'));
      asked.push(lora);
      const info = infos[lora];
      return info === undefined
        ? Promise.reject(new AppFailure('comfy_unreachable', 'gone'))
        : Promise.resolve({ info });
    }) as ClientCall,
    onPush: () => () => undefined,
    onState: () => () => undefined,
    dispose: () => undefined,
  });
});
afterEach(() => {
  setClient(null);
  useComfy.setState({ address: null, offers: null });
});

describe('what a LoRA says about itself', () => {
  it('stands under its file, the whole of its training a press away', async () => {
    const user = userEvent.setup();
    infos = { [FILES[0] ?? '']: INFO };
    begin(FILES.slice(0, 1));
    render(<LoraSection faults={[]} isFixed={false} />);
    const facts = await screen.findByText(/^SDXL/);
    expect(facts.parentElement?.textContent).toBe('SDXL, 1024 px, rank 16, epoch 4 Training');
    await user.click(screen.getByRole('button', { name: 'Training' }));
    expect(within(await screen.findByRole('dialog')).getByText('4 of 12')).toBeTruthy();
    expect(asked).toEqual([FILES[0]]);
  });

  it('is not said twice for the epochs of one training', async () => {
    infos = {
      [FILES[0] ?? '']: INFO,
      [FILES[1] ?? '']: {
        ...INFO,
        training: [
          { name: 'Rank', value: '16' },
          { name: 'Epoch', value: '8 of 12' },
        ],
      },
    };
    begin(FILES.slice(0, 2));
    render(<LoraSection faults={[]} isFixed={false} />);
    const facts = await screen.findByText(/^epoch 8/);
    expect(facts.parentElement?.textContent).toBe('epoch 8 Training');
    expect(screen.getAllByText('Trigger word')).toHaveLength(1);
  });

  it('is not asked for a name that the server does not have, and nothing shows where it says nothing', async () => {
    infos = { [FILES[2] ?? '']: null };
    begin(['demo/ow', FILES[2] ?? '', FILES[1] ?? '']);
    render(<LoraSection faults={[]} isFixed={false} />);
    await Promise.resolve();
    expect(asked).toEqual([FILES[2], FILES[1]]);
    expect(screen.queryByText(/Trigger/)).toBeNull();
    expect(useNotices.getState().notices).toEqual([]);
  });

  it('hints that it is for another model than the checkpoint', async () => {
    infos = { [FILES[0] ?? '']: { ...INFO, base_model: 'SD 1.5' } };
    begin(FILES.slice(0, 1));
    render(<LoraSection faults={[]} isFixed={false} />);
    expect(await screen.findByText(/Trained for SD 1\.5, while the checkpoint looks like SDXL/)).toBeTruthy();
  });
});

describe('its trigger words', () => {
  beforeEach(() => {
    infos = { [FILES[0] ?? '']: INFO };
  });

  it('go to the end of each prompt that lacks them, and are taken back', async () => {
    const user = userEvent.setup();
    begin(FILES.slice(0, 1), ['an owl, ', 'OW1 STYLE, a barn', 'ow1 styles']);
    render(<LoraSection faults={[]} isFixed={false} />);
    await user.click(await screen.findByRole('button', { name: 'Add ow1 style to prompts' }));
    const entry = await screen.findByRole('menuitem', { name: /Add to all prompts/ });
    expect(entry.textContent).toContain('2 prompts without it');
    await user.click(entry);
    expect(setup().prompt_pairs.map(({ positive }) => positive)).toEqual([
      'an owl, ow1 style',
      'OW1 STYLE, a barn',
      'ow1 styles, ow1 style',
    ]);
    useNotices.getState().notices[0]?.undo?.run();
    expect(setup().prompt_pairs.map(({ positive }) => positive)).toEqual([
      'an owl, ',
      'OW1 STYLE, a barn',
      'ow1 styles',
    ]);
  });

  it('go where the cursor is in the prompt that is written', async () => {
    const user = userEvent.setup();
    begin(FILES.slice(0, 1), ['an owl at night']);
    render(
      <>
        <LoraSection faults={[]} isFixed={false} />
        <PromptsSection faults={[]} isFixed={false} />
      </>,
    );
    const word = await screen.findByRole('button', { name: 'Add ow1 style to prompts' });
    await user.click(screen.getByRole('button', { name: /^Edit prompt 1/ }));
    const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Prompt 1' });
    field.setSelectionRange(7, 7);
    await user.click(word);
    expect(field.value).toBe('an owl, ow1 style, at night');
    expect(setup().prompt_pairs[0]?.positive).toBe('an owl, ow1 style, at night');
    expect(document.activeElement).toBe(field);
    await user.click(word);
    expect(field.value).toBe('an owl, ow1 style, at night');
    expect(useNotices.getState().notices.at(-1)?.text).toBe('This prompt has “ow1 style” already');
  });
});

describe('the epochs of one training', () => {
  it('are added with one press, in their order, and taken back', async () => {
    const user = userEvent.setup();
    begin(['other.safetensors', FILES[1] ?? '']);
    render(<LoraSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: 'Add the 2 other epochs' }));
    expect(setup().loras).toEqual(['other.safetensors', ...FILES]);
    expect(screen.queryByRole('button', { name: /other epoch/ })).toBeNull();
    useNotices.getState().notices[0]?.undo?.run();
    expect(setup().loras).toEqual(['other.safetensors', FILES[1]]);
  });
});
