import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { stringifyJson } from '../../core/session/json';
import type { Setup } from '../../core/session/setup';
import { pictureWith } from '../../core/testing/examplePicture';
import { twoSamplers, withLora } from '../../core/testing/exampleWorkflows';
import { blankDraft, draftFaults } from '../store/draft';
import { useNotices } from '../store/notices';
import { useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';
import { useWorkflowFile } from '../store/workflowFile';
import { goToFault } from './faultPlaces';
import { WorkflowRow } from './WorkflowRow';

const setup = () => useDraft.getState().draft.setup;

function begin(part: Partial<Setup>): void {
  const draft = blankDraft([]);
  useDraft.setState({ draft: { ...draft, setup: { ...draft.setup, ...part } }, isAttempted: false });
}

/** The row with the faults of the draft as it stands, as the screen shows it. */
function Shown({ isFixed = false }: { isFixed?: boolean }) {
  const draft = useDraft((state) => state.draft);
  return <WorkflowRow faults={isFixed ? [] : draftFaults(draft, null, null)} isFixed={isFixed} />;
}

/** The row of a role. */
function role(name: string): HTMLElement {
  const list = screen.getByRole('list', { name: 'What was found in the workflow' });
  const row = within(list)
    .getAllByRole('listitem')
    .find((item) => item.textContent?.startsWith(name));
  if (row === undefined) throw new Error(`There is no row named ${name}.`);
  return row;
}

const input = () => screen.getByLabelText<HTMLInputElement>('Workflow file in API format');
const flow = (name: string, workflow: unknown) =>
  new File([typeof workflow === 'string' ? workflow : stringifyJson(workflow as never)], name, {
    type: 'application/json',
  });

async function choose(
  user: ReturnType<typeof userEvent.setup>,
  name: string,
  option: string | RegExp,
): Promise<void> {
  await user.click(within(role(name)).getByRole('combobox'));
  await user.click(await screen.findByRole('option', { name: option }));
}

describe('the workflow', () => {
  beforeEach(() => {
    useSession.setState({ session: { phase: 'blank' } });
    useNotices.setState({ notices: [] });
    useWorkflowFile.setState({ fault: null });
    localStorage.clear();
    Element.prototype.scrollIntoView = () => undefined;
    vi.stubGlobal(
      'ResizeObserver',
      class {
        observe() {}
        disconnect() {}
      },
    );
    begin({});
  });

  it('is loaded from a file, named after it, and shows what was found, digit for digit', async () => {
    const user = userEvent.setup();
    render(<Shown />);
    await user.upload(input(), flow('snow_portrait.json', withLora()));
    await waitFor(() => expect(setup().workflow).not.toBeNull());
    expect(screen.getByRole('combobox', { name: 'Workflow' }).textContent).toBe('snow_portrait.json');
    expect(role('Seed').textContent).toContain('18446744073709551615');
    expect(role('Seed').textContent).toContain('KSampler node 6');
    expect(role('LoRA').textContent).toContain('old.safetensors');
    expect(role('Positive').textContent).toContain('a red fox in snow');
    expect(role('Positive').textContent).toContain('CLIPTextEncode node 3“What to paint”');
    expect(role('Size').textContent).toMatch(/512 . 768/);
  });

  it('is taken out of a picture that ComfyUI saved', async () => {
    const user = userEvent.setup();
    render(<Shown />);
    const picture = pictureWith({ prompt: stringifyJson(withLora()) });
    await user.upload(input(), new File([picture], 'fox_00001_.png', { type: 'image/png' }));
    await waitFor(() => expect(setup().workflow).not.toBeNull());
    expect(role('Seed').textContent).toContain('18446744073709551615');
    expect(screen.getByRole('combobox', { name: 'Workflow' }).textContent).toBe('fox_00001_.png');
  });

  it('in the form of the page is told apart, with the way to the right export; the one before stays', async () => {
    begin({ workflow: withLora() });
    const user = userEvent.setup();
    render(<Shown />);
    await user.upload(input(), flow('page.json', { nodes: [], links: [], version: 0.4 }));
    const note = await screen.findByRole('alert');
    expect(note.textContent).toContain('page.json');
    expect(within(note).getAllByRole('listitem')[1]?.textContent).toBe('Choose Workflow, then Export (API).');
    expect(setup().workflow).toEqual(withLora());
    await user.click(within(note).getByRole('button', { name: 'Put this message away' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('gives way to the built-in one, and comes back with its corrections', async () => {
    begin({ workflow: withLora(), bindings: { positive: { node: '4', inputs: ['text'] } } });
    const user = userEvent.setup();
    render(<Shown />);
    await user.click(screen.getByRole('combobox', { name: 'Workflow' }));
    await user.click(await screen.findByRole('option', { name: 'Built-in text to image' }));
    expect(setup()).toMatchObject({ workflow: null, bindings: null });
    expect(screen.queryByRole('list', { name: 'What was found in the workflow' })).toBeNull();
    act(() => useNotices.getState().notices[0]?.undo?.run());
    expect(setup().workflow).toEqual(withLora());
    expect(setup().bindings).toEqual({ positive: { node: '4', inputs: ['text'] } });
    expect(role('Positive').textContent).toContain('By hand');
  });

  it('has each role pointed at another node, and found by itself again', async () => {
    begin({ workflow: withLora() });
    const user = userEvent.setup();
    render(<Shown />);
    await choose(user, 'Positive', 'CLIPTextEncode node 4: blurry');
    expect(setup().bindings).toEqual({ positive: { node: '4', inputs: ['text'] } });
    expect(role('Positive').textContent).toContain('By hand');
    await choose(user, 'LoRA', /^Keep all of these and put another loader in/);
    expect(setup().bindings).toMatchObject({ lora: null, positive: { node: '4', inputs: ['text'] } });
    await user.click(screen.getByRole('button', { name: 'Positive: as found by itself' }));
    expect(setup().bindings).not.toHaveProperty('positive');
    expect(role('Positive').textContent).toContain('CLIPTextEncode node 3');
    await user.click(screen.getByRole('button', { name: 'LoRA: as found by itself' }));
    expect(setup().bindings).toBeNull();
  });

  it('says what is unclear beside the role, where the choice mends it', async () => {
    begin({ workflow: twoSamplers(), loras: ['fox.safetensors'] });
    const user = userEvent.setup();
    render(<Shown />);
    expect(role('Sampler').textContent).toContain('more than one sampler could be meant');
    goToFault('setup.bindings.sampler');
    expect(role('Sampler').contains(document.activeElement)).toBe(true);
    await choose(user, 'Sampler', 'KSampler node 7: euler');
    expect(setup().bindings).toEqual({ sampler: '7' });
    expect(role('Sampler').textContent).not.toContain('could be meant');
    expect(role('Seed').textContent).toContain('KSampler node 7');
  });

  it('finds the nodes anew when what was chosen by hand cannot be read', async () => {
    begin({ workflow: withLora(), bindings: { seed: 7 } });
    const user = userEvent.setup();
    render(<Shown />);
    expect(role('Seed').textContent).toContain('KSampler node 6');
    await user.click(screen.getByRole('button', { name: 'Find them anew' }));
    expect(setup().bindings).toBeNull();
  });

  it('can only be read once images are made with it', () => {
    begin({ workflow: withLora(), bindings: { positive: { node: '4', inputs: ['text'] } } });
    render(<Shown isFixed />);
    expect(role('Positive').textContent).toContain('By hand');
    const list = screen.getByRole('list', { name: 'What was found in the workflow' });
    expect(within(list).queryAllByRole('combobox')).toEqual([]);
    expect(within(list).queryAllByRole('button')).toEqual([]);
    expect(screen.queryByRole('button', { name: 'Load a workflow file' })).toBeNull();
  });

  it('is drawn on request, with the same in words, and the arrow keys go through it', async () => {
    begin({ workflow: withLora() });
    const user = userEvent.setup();
    render(<Shown />);
    await user.click(screen.getByRole('button', { name: 'Show graph' }));
    const graph = await screen.findByRole('region', { name: /^Graph of the workflow/ });
    const said = within(graph)
      .getAllByRole('listitem')
      .map((item) => item.textContent);
    expect(said).toHaveLength(8);
    expect(said.find((text) => text?.startsWith('KSampler node 6'))).toMatch(
      /^KSampler node 6; Sampler, Seed; .*model from LoraLoader node 2/,
    );
    graph.focus();
    await user.keyboard('{End}');
    expect(screen.getByText('SaveImage node 9', { selector: '.graph__caption' })).toBeTruthy();
    await user.hover(role('LoRA'));
    expect(document.querySelectorAll('.graph__node[data-lit] title')[0]?.textContent).toBe(
      'LoraLoader node 2',
    );
    await user.click(screen.getByRole('button', { name: 'Hide graph' }));
    expect(screen.queryByRole('region', { name: /^Graph of the workflow/ })).toBeNull();
  });
});
