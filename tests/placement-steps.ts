/** Steps of the studio test: what the API can do for a placement, from its first preview to its insights. */
import { expect, it } from 'vitest';
import { faultsOf } from './screen-checks.ts';
import { type StudioSession, sendAsUser } from './studio-session.ts';

/** Starts on any page of a project with two model versions and without placements. */
export function placementSteps(session: StudioSession, books: readonly { title: string; price: number }[]): void {
  const pageOf = session.page;
  const prices = new Map(books.map(({ title, price }) => [title, price]));
  const press = (name: string | RegExp) => pageOf().getByRole('button', { name }).first().click();
  const section = (name: string) =>
    pageOf().getByRole('navigation', { name: 'Project' }).getByRole('link', { name }).click();
  const shown = (text: string | RegExp) => pageOf().getByText(text).first().waitFor();
  const patient = { timeout: 10_000 };
  const previewed = () =>
    pageOf()
      .getByRole('list', { name: 'Previewed items' })
      .getByRole('listitem')
      .locator('p:first-child')
      .allInnerTexts();
  const call = async <T>(path: string, json: unknown): Promise<T> => {
    const response = await sendAsUser(session, path, JSON.stringify(json));
    expect(response.ok).toBe(true);
    return (await response.json()) as T;
  };

  it('previews with options, compares two versions, and says why an item is missing', async () => {
    const page = pageOf();
    await section('Preview');
    await press('Options');
    await page.getByLabel('Compare with').selectOption({ label: 'Version 2 · previous' });
    await shown(/items are not in the second list|Both lists have the same items/);
    await page.getByRole('list', { name: 'Second version' }).getByText('new').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('Compare with').selectOption({ label: 'Nothing' });
    await page.getByLabel('Strategy').selectOption({ label: 'Latest' });
    await page.waitForURL(/strategy=latest/);
    await page.getByRole('list', { name: 'Recommended items' }).getByText('Latest').first().waitFor();
    const seen = (await page.getByRole('region', { name: 'History' }).locator('li p').first().textContent()) ?? '';
    await press('Choose the item');
    await page.getByLabel('Find the missing item by title or id').fill(seen);
    await page.getByRole('button', { name: seen }).first().click();
    await shown(`“${seen}” is left out.`);
    await shown('Turn off “Exclude seen items” to allow it.');
    await page.getByRole('switch', { name: 'Exclude seen items' }).click();
    await shown(new RegExp(`“${seen}” is at rank`));
    expect(await faultsOf(page)).toEqual([]);
  });

  it('creates a placement whose preview follows the unsaved settings', async () => {
    const page = pageOf();
    await section('Placements');
    await shown('No placement yet');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'New placement' }).click();
    await page.getByLabel('Name').fill('Home!');
    await shown(/^Use at most 64 lower-case letters/);
    await page.getByLabel('Name').fill('home');
    await page.getByLabel('Items (n)').fill('0');
    // The API's own message, at its field.
    await shown(/>=1|at least 1/);
    await page.getByLabel('Items (n)').fill('5');
    await press('Add a condition');
    await page.getByRole('combobox', { name: 'Field', exact: true }).selectOption('price');
    await page.getByRole('textbox', { name: 'Value of price' }).fill('cheap');
    await shown('price is a number: give a number');
    expect(await faultsOf(page)).toEqual([]);
    const limit = [...prices.values()].sort((a, b) => a - b)[40] as number;
    await page.getByRole('textbox', { name: 'Value of price' }).fill(String(limit));
    const inPrice = async () => {
      const list = await previewed();
      return list.length === 5 && list.every((title) => (prices.get(title) ?? Number.POSITIVE_INFINITY) <= limit);
    };
    await expect.poll(inPrice, patient).toBe(true);
    const fourth = (await previewed())[3] as string;
    await press('Add rules');
    await press('Pin an item');
    await page.getByLabel('Pin an item: find it by title or id').fill(fourth);
    await page
      .getByRole('region', { name: 'Rules' })
      .or(page.locator('form'))
      .getByRole('button', { name: fourth })
      .first()
      .click();
    await expect.poll(async () => (await previewed())[0], patient).toBe(fourth);
    expect(await faultsOf(page)).toEqual([]);
    const list = await previewed();
    await press('Save placement');
    await page.getByRole('heading', { level: 1, name: 'home' }).waitFor();
    await shown('All changes saved');
    const userId = await page.getByRole('complementary').locator('span.truncate').first().textContent();
    const answer = await call<{ items: { fields: { title: string } }[] }>('/recommendations', {
      placement: 'home',
      userId,
    });
    expect(answer.items.map(({ fields }) => fields.title)).toEqual(list);
  });

  it('points to errors in JSON, and keeps unsaved changes until they are discarded', async () => {
    const page = pageOf();
    await press('JSON');
    const editor = page.getByLabel('Filter as JSON');
    const text = await editor.inputValue();
    await editor.fill(text.replace('"price"', '"prize"'));
    await shown('Items have no field prize; did you mean price?');
    await page.getByRole('button', { name: /^line \d/ }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await editor.fill('{');
    await shown(/^Not valid JSON/);
    await section('Insights');
    await shown('Leave without saving?');
    expect(await faultsOf(page)).toEqual([]);
    await press('Keep editing');
    await press('Discard');
    await shown('All changes saved');
    await section('Insights');
    await page.getByRole('heading', { level: 1, name: 'Insights' }).waitFor();
  });

  it('counts impressions and clicks of the placement, with an interval', async () => {
    const page = pageOf();
    await shown('No impressions in this period');
    expect(await faultsOf(page)).toEqual([]);
    const { recommendationId, items } = await call<{ recommendationId: string; items: { itemId: string }[] }>(
      '/recommendations',
      { placement: 'home' },
    );
    const event = (userId: string, type: string) => ({ userId, itemId: items[0]?.itemId, type, recommendationId });
    const users = Array.from({ length: 20 }, (_, n) => `visitor-${n}`);
    const events = [
      ...users.map((user) => event(user, 'impression')),
      ...users.slice(0, 5).map((user) => event(user, 'click')),
    ];
    await call('/events', { events });
    await page.reload();
    await page.getByRole('row', { name: /^home 20 5 25.0%/ }).waitFor();
    // Wilson's interval of 5 in 20.
    await shown('11.2–46.9%');
    await page
      .getByRole('img', { name: /Click-through rate per day/ })
      .locator('svg')
      .first()
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await section('Usage');
    await page.getByRole('row', { name: /Corner Bookshop This project/ }).waitFor();
    await page
      .getByRole('img', { name: /Recommendations per day/ })
      .locator('svg')
      .first()
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('lists the placement with its figures of the week, and deletes it after a confirmation', async () => {
    const page = pageOf();
    await section('Placements');
    await page.getByRole('row', { name: /^home Automatic.* 5 20 25.0%/ }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await press('Delete home');
    await shown('Delete the placement home?');
    expect(await faultsOf(page)).toEqual([]);
    await press('Delete placement');
    await shown('No placement yet');
  });
}
