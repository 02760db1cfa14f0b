import type { FullConfig, Reporter, Suite } from '@playwright/test/reporter';

/** Says aloud when the desktop app was not tried: a dash in a list is easily missed. */
export default class DesktopBanner implements Reporter {
  private suite: Suite | null = null;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  onEnd(): void {
    const desktop = this.suite?.suites.find((project) => project.project()?.name === 'desktop');
    const skipped = desktop?.allTests().filter((test) => test.outcome() === 'skipped').length ?? 0;
    if (skipped === 0) return;
    const line = '='.repeat(78);
    console.log(
      `\n${line}\nThe desktop app was not tried: ${skipped} of its journeys were skipped, because there is no Electron or no display.\n` +
        `Run \`npx install-electron\` and again, or set REQUIRE_ELECTRON=1 to make this a failure.\n${line}`,
    );
  }

  printsToStdio(): boolean {
    return false;
  }
}
