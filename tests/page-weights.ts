/** The script that each page sends before anything is clicked. */
import type { Browser, Page } from 'playwright-core';

const limit = 200_000;
/** The heaviest pages: tables, the picker, the wizard's first page, forms with a preview, charts. */
const paths = [
  '/imports',
  '/imports/new',
  '/models',
  '/preview',
  '/placements',
  '/placements/new',
  '/insights',
  '/usage',
  '/connect',
  '/keys',
  '/logs',
];

/** The pages of the project that send more than the limit, or so little that nothing was measured. `project`: its URL. */
export async function heavyPages(browser: Browser, signedIn: Page, project: string): Promise<string[]> {
  const session = await signedIn.context().storageState();
  const heavy: string[] = [];
  for (const path of paths) {
    const context = await browser.newContext({ storageState: session });
    const fresh = await context.newPage();
    await fresh.goto(project + path, { waitUntil: 'load' });
    const bytes = Number(
      await fresh.evaluate(
        `performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('.js'))
          .reduce((sum, entry) => sum + entry.encodedBodySize, 0)`,
      ),
    );
    if (!(bytes > 50_000 && bytes <= limit)) heavy.push(`${path}: ${bytes}`);
    await context.close();
  }
  return heavy;
}
