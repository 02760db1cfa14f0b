import { expect, type Page } from '@playwright/test';

/** The Evaluate tab as a person uses it: two pictures, a question, keys. */
export class Judging {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get pictureA() {
    return this.page.getByRole('img', { name: 'Picture A' });
  }

  get pictureB() {
    return this.page.getByRole('img', { name: 'Picture B' });
  }

  /** The place of the open trial, once both pictures are painted. */
  async waitForTrial(number: number, total: number): Promise<void> {
    await expect(this.page.getByText(`${number} of ${total}`, { exact: true })).toBeVisible();
    await expect(this.pictureA).toBeVisible();
    await expect(this.pictureB).toBeVisible();
  }

  /** Votes on the open trial by key, and waits until the next one is there. */
  async vote(key: '1' | '2' | '3' | 's', number: number, total: number): Promise<void> {
    await this.waitForTrial(number, total);
    await this.page.keyboard.press(key);
    if (number < total) await this.waitForTrial(number + 1, total);
  }
}

/** Fills in the example (24 images, 16 trials) for the demo server that the app was given, saves and starts it. */
export async function startExample(page: Page, server: { url: string }): Promise<void> {
  const example = page.getByRole('button', { name: 'Fill in an example' });
  await example.click();
  const address = page.getByRole('textbox', { name: 'Server', exact: true });
  await expect(address).toHaveValue(new RegExp(server.url.replace('http://', '')));
  await expect(page.getByRole('region', { name: 'Open session' })).toContainText('Unsaved');
  await expect(page.getByText('Built-in demo, draws by itself')).toBeVisible();
  const start = page.getByRole('button', { name: 'Save and start' });
  await start.click();
  await expect(page.getByRole('tab', { name: /Generate/, selected: true })).toBeVisible();
}
