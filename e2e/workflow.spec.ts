import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures';

/** A workflow in the manner of Flux, as ComfyUI exports it for its API: no negative prompt, the seed in a node of its own. */
const FLUX = {
  '6': {
    class_type: 'CLIPTextEncode',
    inputs: { text: 'a wooden boat on a still lake', clip: ['11', 0] },
    _meta: { title: 'CLIP Text Encode (Positive Prompt)' },
  },
  '8': { class_type: 'VAEDecode', inputs: { samples: ['13', 0], vae: ['10', 0] } },
  '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'flux', images: ['8', 0] } },
  '10': { class_type: 'VAELoader', inputs: { vae_name: 'demo_ae.safetensors' } },
  '11': {
    class_type: 'DualCLIPLoader',
    inputs: {
      clip_name1: 'demo_t5xxl.safetensors',
      clip_name2: 'demo_clip_l.safetensors',
      type: 'flux',
    },
  },
  '12': {
    class_type: 'UNETLoader',
    inputs: { unet_name: 'demo_painter_flux.safetensors', weight_dtype: 'default' },
  },
  '13': {
    class_type: 'SamplerCustomAdvanced',
    inputs: {
      noise: ['25', 0],
      guider: ['22', 0],
      sampler: ['16', 0],
      sigmas: ['17', 0],
      latent_image: ['27', 0],
    },
  },
  '16': { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } },
  '17': {
    class_type: 'BasicScheduler',
    inputs: { scheduler: 'simple', steps: 4, denoise: 1, model: ['12', 0] },
  },
  '22': { class_type: 'BasicGuider', inputs: { model: ['12', 0], conditioning: ['26', 0] } },
  '25': { class_type: 'RandomNoise', inputs: { noise_seed: 42 } },
  '26': { class_type: 'FluxGuidance', inputs: { guidance: 3.5, conditioning: ['32', 0] } },
  '27': { class_type: 'EmptySD3LatentImage', inputs: { width: 512, height: 512, batch_size: 1 } },
  '31': { class_type: 'CLIPTextEncode', inputs: { text: 'another text', clip: ['11', 0] } },
  '32': {
    class_type: 'ConditioningConcat',
    inputs: { conditioning_to: ['6', 0], conditioning_from: ['31', 0] },
  },
};

/** Digit for digit: what `JSON.stringify` would round. */
const FLUX_TEXT = JSON.stringify(FLUX).replace('"noise_seed":42', '"noise_seed":18446744073709551615');

/** Drops a file on the window, as from the system's file manager. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([file, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], file ?? '', { type: 'application/json' }));
      return transfer;
    },
    [name, text],
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
  await expect(page.getByText('Drop the file to take it in')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  await expect(page.getByText('Drop the file to take it in')).toBeHidden();
}

test('an own workflow: what was found is shown, corrected by hand, kept over a reload, and drawn', async ({
  app,
}) => {
  const setup = app.getByRole('tabpanel', { name: /Setup/ });
  await setup.getByRole('button', { name: 'Fill in an example' }).click();
  await expect(app.getByRole('button', { name: 'Test one pair' })).toBeVisible();

  // The page's own form is told apart, with the steps to the right one.
  await drop(app, 'page.json', '{"nodes":[],"links":[],"version":0.4}');
  await expect(setup.getByRole('alert')).toContainText('Choose Workflow, then Export (API).');
  await expectAccessible(app);

  await setup
    .getByLabel('Workflow file in API format')
    .setInputFiles({ name: 'boat.json', mimeType: 'application/json', buffer: Buffer.from(FLUX_TEXT) });
  await expect(setup.getByRole('alert')).toBeHidden();
  await expect(setup.getByRole('combobox', { name: 'Workflow', exact: true })).toHaveText('boat.json');
  const found = setup.getByRole('list', { name: 'What was found in the workflow' });
  const row = (name: string) => found.getByRole('listitem').filter({ hasText: new RegExp(`^${name}`) });
  await expect(row('Seed')).toContainText('18446744073709551615');
  await expect(row('Seed')).toContainText('RandomNoise node 25');
  await expect(row('Negative')).toContainText('None in this workflow');
  await expect(row('Model')).toContainText('demo_painter_flux.safetensors');
  await expect(row('Positive')).toContainText('a wooden boat on a still lake');

  // One role is pointed elsewhere; a reload keeps it, and it can be taken back.
  await row('Positive').getByRole('combobox').click();
  await app.getByRole('option', { name: 'CLIPTextEncode node 31: another text' }).click();
  await expect(row('Positive')).toContainText('another text');
  await expect(row('Positive')).toContainText('By hand');
  await expect(app.getByRole('region', { name: 'Open session' })).toContainText('Unsaved');
  await app.reload();
  await expect(row('Positive')).toContainText('By hand');
  await expect(row('Seed')).toContainText('18446744073709551615');
  await expect(setup.getByRole('combobox', { name: 'Workflow', exact: true })).toHaveText('boat.json');
  await setup.getByRole('button', { name: 'Positive: as found by itself' }).click();
  await expect(row('Positive')).toContainText('a wooden boat on a still lake');

  await setup.getByRole('button', { name: 'Show graph' }).click();
  const graph = setup.getByRole('region', { name: /^Graph of the workflow/ });
  await graph.focus();
  await graph.press('End');
  await expect(setup.getByRole('status').filter({ hasText: 'SaveImage node 9' })).toBeVisible();
  await expectAccessible(app);
});

test('an own workflow: one pair is tried before the run; the built-in one takes its place, and gives it back', async ({
  app,
  comfy,
}) => {
  const setup = app.getByRole('tabpanel', { name: /Setup/ });
  await setup.getByRole('button', { name: 'Fill in an example' }).click();
  await drop(app, 'boat.json', FLUX_TEXT);
  const found = setup.getByRole('list', { name: 'What was found in the workflow' });
  const seed = found.getByRole('listitem').filter({ hasText: /^Seed/ });
  await expect(seed).toContainText('18446744073709551615');

  // One pair, outside the plan: two images, both shown, and nothing of it is kept.
  await app.getByRole('button', { name: 'Test one pair' }).click();
  const panel = app.getByRole('dialog', { name: 'Test pair' });
  await expect(panel.getByRole('img', { name: /^Baseline/ })).toBeVisible();
  const candidate = panel.getByRole('img', { name: /^Candidate, at weight 1\.4/ });
  await expect(candidate).toBeVisible();
  expect(await candidate.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await expect(panel).toContainText('This is not blind');
  expect(comfy.stats().images).toBe(2);
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(panel).toBeHidden();
  await expect(app.getByRole('tab', { name: /Setup/, selected: true })).toBeVisible();

  // The built-in one takes its place, and gives it back.
  await setup.getByRole('combobox', { name: 'Workflow', exact: true }).click();
  await app.getByRole('option', { name: 'Built-in text to image' }).click();
  await expect(found).toBeHidden();
  await app.getByRole('button', { name: 'Undo' }).click();
  await expect(seed).toContainText('18446744073709551615');
});

test('a test pair that the server refuses says why beside the field; a role that is missing keeps the start off', async ({
  app,
  comfy,
}) => {
  const setup = app.getByRole('tabpanel', { name: /Setup/ });
  await setup.getByRole('button', { name: 'Fill in an example' }).click();
  await expect(app.getByRole('button', { name: 'Test one pair' })).toBeVisible();
  comfy.setLoras(['demo/inkwash_v1-000012.safetensors']);
  await app.getByRole('button', { name: 'Test one pair' }).click();
  await expect(setup.getByText(/no LoRA named demo\/inkwash_v1-000008\.safetensors/).first()).toBeVisible();
  await expect(app.getByRole('dialog', { name: 'Test pair' })).toBeHidden();
  expect(comfy.stats().prompts).toBe(0);

  const { '25': _noise, ...without } = FLUX;
  await drop(
    app,
    'no_seed.json',
    JSON.stringify({ ...without, '13': { ...FLUX['13'], inputs: { ...FLUX['13'].inputs, noise: 3 } } }),
  );
  await expect(app.getByRole('status').filter({ hasText: 'seed node' })).toBeVisible();
  const row = setup.getByRole('listitem').filter({ hasText: /^Seed/ });
  await expect(row).toContainText('No seed was found at SamplerCustomAdvanced node 13.');
});
