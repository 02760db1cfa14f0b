import { laterPart } from './ui/laterPart';

/** The Report tab. Nobody begins with it: it comes once it is asked for, so that the first screen is there sooner. */
export const reportPage = laterPart(
  async () => {
    const page = await import('./report/ReportScreen');
    // While the votes are counted, what their figures are shown with comes as well.
    void page.loadFigures();
    return page;
  },
  { waiting: <div className="page" aria-busy="true" />, isPage: true },
);

/** What can be done with a report, beside the tabs. */
export const reportActions = laterPart(() => import('./report/export/ReportActions'));

/** Fetches the report's parts before it is opened. */
export async function loadReport(): Promise<void> {
  await Promise.all([reportPage.load(), reportActions.load()]);
}
