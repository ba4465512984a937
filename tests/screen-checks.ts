/** Checks of every screen, narrow and dark, wide and light: no axe violation, no horizontal scrolling. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const wide = { width: 1440, height: 900 };
const narrow = { width: 320, height: 700 };

/** The faults of the current screen, one sentence each. Leaves the page wide and light. */
export async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const [colorScheme, size] of [
    ['dark', narrow],
    ['light', wide],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(size);
    // The page reacts to the media query by an event, and paints the theme in the next frame.
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    const where = `${new URL(page.url()).pathname}, ${colorScheme}, ${size.width} px`;
    const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
    if (sideways > 0) faults.push(`${where}: the page is ${sideways} px too wide`);
    await page.evaluate(axeSource);
    const { violations } = (await page.evaluate(
      `axe.run(document, ${JSON.stringify({ runOnly: tags })})`,
    )) as AxeResults;
    for (const { id, nodes } of violations) {
      faults.push(...nodes.map((node) => `${where}: ${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
    }
  }
  return faults;
}
