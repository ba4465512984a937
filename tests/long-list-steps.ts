/** Steps of the studio test: a list that is longer than a page. */
import { expect, it } from 'vitest';
import { faultsOf } from './screen-checks.ts';
import { type StudioSession, sendAsUser } from './studio-session.ts';

/** Starts on the list of imports with two imports, books.csv the older one. */
export function longListSteps(session: StudioSession): void {
  it('loads further pages of a long list', async () => {
    const page = session.page();
    const uploadDraft = (n: number) =>
      sendAsUser(session, `/imports?kind=items&filename=draft-${n}.csv`, 'itemId,title\n1,One\n2,Two\n', 'text/csv');
    for (let n = 0; n < 50; n += 10) {
      const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => uploadDraft(n + i)));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    }
    await page.reload();
    await page
      .getByRole('row', { name: /draft-/ })
      .first()
      .waitFor();
    const rows = page.getByRole('row').filter({ hasText: '.csv' });
    expect(await rows.count()).toBe(50);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByRole('row', { name: /books\.csv/ }).waitFor();
    expect(await rows.count()).toBe(53);
    expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
  });
}
