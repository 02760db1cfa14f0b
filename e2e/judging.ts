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
