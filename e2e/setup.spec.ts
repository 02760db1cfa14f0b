import { expect, expectAccessible, test } from './fixtures';
import { Keyboard } from './keyboard';

const LARGEST_SEED = '18446744073709551615';

test('a set-up by keyboard alone: faults stand beside their fields, nothing is lost by a reload, a missing LoRA is refused with near names', async ({
  app,
  comfy,
}) => {
  const setup = app.getByRole('tabpanel', { name: /Setup/ });
  await expect(setup.getByRole('heading', { name: 'Model' })).toBeVisible();

  // A faulty range is said beside the weights, and mended.
  const to = setup.getByRole('textbox', { name: 'Largest weight' });
  await to.fill('0.2');
  await to.press('Tab');
  await expect(setup.getByText('The smallest weight (0.4) is above the largest (0.2).')).toBeVisible();
  await to.fill('0.8');
  await to.press('Tab');
  await expect(setup.getByText('is above the largest')).toBeHidden();
  const step = setup.getByRole('textbox', { name: 'Step' });
  await step.fill('0');
  await step.press('Tab');
  await expect(setup.getByText('Weight step must be greater than 0.')).toBeVisible();
  await step.fill('0.2');
  await step.press('Tab');
  await expect(
    setup.getByRole('list', { name: 'Weights that will be made' }).getByRole('listitem'),
  ).toHaveText(['0.4', '0.6', '0.8']);

  // Several prompts in one go, the negative part after a tab or three dashes.
  const keyboard = new Keyboard(app);
  await keyboard.press(setup.getByRole('button', { name: 'Paste many' }));
  await expect(setup.getByRole('textbox', { name: 'Prompts to add' })).toBeFocused();
  await app.keyboard.insertText('a red fox in snow --- blurry\nan old lighthouse\tblurry, text\n');
  await keyboard.press(setup.getByRole('button', { name: /^Add 2/ }));
  await expect(setup.getByRole('region', { name: 'Prompts' })).toContainText('an old lighthouse');

  // Seeds, digit for digit; what is no seed is said.
  await keyboard.press(setup.getByRole('region', { name: 'Seeds' }).getByRole('button', { name: 'Paste' }));
  await expect(setup.getByRole('textbox', { name: 'Seeds to add' })).toBeFocused();
  await app.keyboard.insertText(`42, ${LARGEST_SEED}`);
  await keyboard.press(setup.getByRole('button', { name: /^Add 2/ }));
  await expect(setup.getByRole('region', { name: 'Seeds' })).toContainText(LARGEST_SEED);

  const lora = setup.getByRole('combobox', { name: 'File' });
  await lora.fill('demo/inkwash_v1-00008.safetensors');
  await lora.press('Tab');

  // A name that the server does not have is said beside the field, with the near name; Start waits for it.
  await expect(setup.getByText('This server has no LoRA of that name.').first()).toBeVisible();
  const near = setup.getByRole('button', { name: 'demo/inkwash_v1-000008.safetensors' });
  await expect(near).toBeVisible();

  // A reload in the middle of editing loses nothing.
  await app.reload();
  await expect(setup.getByRole('region', { name: 'Seeds' })).toContainText(LARGEST_SEED);
  await expect(setup.getByRole('region', { name: 'Prompts' })).toContainText('an old lighthouse');
  await expect(lora).toHaveValue('demo/inkwash_v1-00008.safetensors');
  await expect(app.getByRole('region', { name: 'Open session' })).toContainText('Unsaved');

  // The right name: the plan is there at once. Then the file goes from the server, and Start is refused by it.
  await keyboard.press(near);
  await expect(lora).toHaveValue('demo/inkwash_v1-000008.safetensors');
  await expect(app.getByText('Pairs', { exact: true }).locator('..')).toContainText('12');
  comfy.setLoras(['demo/inkwash_v1-000012.safetensors']);
  await keyboard.press(app.getByRole('button', { name: 'Save and start' }));
  await expect(setup.getByText(/no LoRA named demo\/inkwash_v1-000008\.safetensors/).first()).toBeVisible();
  await expect(app.getByRole('tab', { name: /Setup/, selected: true })).toBeVisible();
  expect(comfy.stats().prompts).toBe(0);
});

test('unsaved work is asked about before another session is begun', async ({ app }) => {
  const setup = app.getByRole('tabpanel', { name: /Setup/ });
  await setup.getByRole('button', { name: 'Paste many' }).click();
  await setup.getByRole('textbox', { name: 'Prompts to add' }).fill('a red fox in snow');
  await setup.getByRole('button', { name: /^Add 1/ }).click();
  const open = app.getByRole('region', { name: 'Open session' });
  await expect(open).toContainText('Unsaved');

  await app.getByRole('button', { name: 'New', exact: true }).click();
  const question = app.getByRole('alertdialog', { name: 'Save before starting a new session?' });
  await expect(question).toBeVisible();
  await app.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(setup.getByRole('region', { name: 'Prompts' })).toContainText('a red fox in snow');

  await app.getByRole('button', { name: 'New', exact: true }).click();
  await question.getByRole('button', { name: 'Save' }).click();
  await expect(question).toBeHidden();
  await expect(setup.getByRole('region', { name: 'Prompts' })).not.toContainText('a red fox in snow');

  // The saved one is in the list and opens again by Enter.
  const item = app
    .getByRole('complementary', { name: 'Sessions' })
    .getByRole('button', { name: /\d{8}_\d{6} - / });
  await item.focus();
  await item.press('Enter');
  await expect(setup.getByRole('region', { name: 'Prompts' })).toContainText('a red fox in snow');
  await expect(open).not.toContainText('Unsaved');
});

test('prompts come from a file, with choices, and a file that cannot be read is told with its line', async ({
  app,
}) => {
  const setup = app.getByRole('tabpanel', { name: /Setup/ });
  const prompts = setup.getByRole('region', { name: 'Prompts' });
  const csv = 'prompt;negative_prompt\r\n"a red fox; in snow";blurry\r\nan {old|new} lighthouse;text\r\n';
  await setup
    .getByLabel('File of prompts')
    .setInputFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await expect(prompts.getByText('mine.csv')).toBeVisible();
  await expectAccessible(app);
  await prompts.getByRole('button', { name: 'Add 3 prompts' }).click();
  await expect(prompts).toContainText('a red fox; in snow');
  await expect(prompts).toContainText('an new lighthouse');

  // What cannot be read is said with its line.
  const torn = { name: 'torn.csv', mimeType: 'text/csv', buffer: Buffer.from('prompt\n"never closed') };
  await setup.getByLabel('File of prompts').setInputFiles(torn);
  await expect(prompts.getByRole('alert')).toContainText('Line 2: ');
  await prompts.getByRole('button', { name: 'Close' }).click();
});

test('a LoRA tells its trigger word and its other epochs, and a preset brings a set-up back', async ({
  app,
}) => {
  const setup = app.getByRole('tabpanel', { name: /Setup/ });
  const prompts = setup.getByRole('region', { name: 'Prompts' });
  await setup.getByRole('button', { name: 'Paste many' }).click();
  await setup.getByRole('textbox', { name: 'Prompts to add' }).fill('a red fox\nan owl\na barn');
  await setup.getByRole('button', { name: 'Add 3 prompts' }).click();

  // The LoRA's own trigger word, into the prompt that is written and into all others.
  await setup.getByRole('combobox', { name: 'File' }).fill('demo/inkwash_v1-000008.safetensors');
  await app.keyboard.press('Tab');
  const word = setup.getByRole('button', { name: 'Add inkwash to prompts' });
  await expect(word).toBeVisible();
  await prompts.getByRole('button', { name: /^Edit prompt 1/ }).click();
  await word.click();
  const first = prompts.getByRole('textbox', { name: 'Prompt 1', exact: true });
  await expect(first).toBeFocused();
  await expect(first).toHaveValue('a red fox, inkwash');
  await first.press('Escape');
  await word.click();
  await app.getByRole('menuitem', { name: /Add to all prompts/ }).click();
  await expect(prompts.getByText(', inkwash')).toHaveCount(3);

  // The other epochs of its training by one press.
  await setup.getByRole('button', { name: 'Add the 2 other epochs' }).click();
  await expect(setup.getByRole('combobox', { name: 'File 3' })).toHaveValue(
    'demo/inkwash_v1-000012.safetensors',
  );

  // All of it under a name, and back again.
  await app.getByRole('button', { name: 'Presets' }).click();
  await app.getByRole('textbox', { name: 'Name of a new preset' }).fill('Ink');
  await app.keyboard.press('Enter');
  await expect(app.getByRole('button', { name: 'Use Ink' })).toBeVisible();
  await app.keyboard.press('Escape');
  await prompts.getByRole('button', { name: 'More for prompts' }).click();
  await app.getByRole('menuitem', { name: /Clear all prompts/ }).click();
  await expect(prompts.getByRole('listitem')).toHaveCount(0);
  await app.getByRole('button', { name: 'Presets' }).click();
  await app.getByRole('button', { name: 'Use Ink' }).click();
  await expect(prompts.getByText(', inkwash')).toHaveCount(3);
});
