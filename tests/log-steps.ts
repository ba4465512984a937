/** Steps of the studio test: the request log. */
import { expect, it } from 'vitest';
import { faultsOf } from './screen-checks.ts';
import type { StudioSession } from './studio-session.ts';

/** Starts on any page of a project that was called with an API key. */
export function logSteps(session: StudioSession, recommendWithKey: () => Promise<unknown>): void {
  it('shows the requests of the app, and leads from an error to its request', async () => {
    const page = session.page();
    await page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: 'Logs' }).click();
    await page.getByRole('heading', { level: 1, name: 'Logs' }).waitFor();
    await page.getByRole('combobox', { name: 'Caller' }).selectOption('All API keys');
    await page.waitForURL(/caller=keys/);
    const call = page.getByRole('button', { name: /^POST .*\/recommendations$/ }).first();
    // The log keeps the first few successes of each ten seconds: the studio's own requests may have come before.
    const isLogged = async () => {
      await recommendWithKey();
      return call.isVisible();
    };
    await expect.poll(isLogged, { timeout: 30_000, interval: 1000 }).toBe(true);
    await call.click();
    const request = page.getByRole('dialog');
    await request.getByText('Bodies of successful requests are not kept.').waitFor();
    await page.keyboard.press('Escape');
    await request.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Method' }).selectOption('DELETE');
    await page.getByText('No request matches').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const base = new URL(page.url()).pathname.replace('/logs', '');
    await page.goto(`${session.studioUrl()}${base}/imports/imp_00000000000000000000/done`);
    await page.getByRole('link', { name: /^req_/ }).first().click();
    await request.getByText('How to fix it').waitFor();
    await request.getByText('There is no such import here.').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${session.studioUrl()}/logs?request=req_unknown`);
    await request.getByText('This request is not in the log').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${session.studioUrl()}${base}`);
    await page.getByText('Requests, last 24 h').waitFor();
  });
}
