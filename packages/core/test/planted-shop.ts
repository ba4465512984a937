import type { Recommendation, RecommendInput } from '@curio/contracts';
import { sendEvents } from '../src/events/send-events.ts';
import { openRecommender, type Recommender } from '../src/recommendations/open-recommender.ts';
import { recommend } from '../src/recommendations/recommend.ts';
import { importFile, newProject, startCore, type TestCore, train } from './start-core.ts';

export interface ShopItem {
  itemId: string;
  title: string;
  genre: 'Crime' | 'Poetry';
  price: number;
  ownerId: string;
  createdAt: string;
  hidden: boolean;
}

const itemCount = 40;
const userCount = 30;
const day = 86_400_000;
const now = Date.now();

/** Crime and poetry in turns, dearer and older with their number; the last two items are new and nobody has read them. */
export const shopItems: ShopItem[] = Array.from({ length: itemCount }, (_, i) => ({
  itemId: `b${i}`,
  title: `Book ${i}`,
  genre: i % 2 ? 'Poetry' : 'Crime',
  price: i + 1,
  ownerId: `r${i % 10}`,
  createdAt: new Date(now - (i + 1) * day).toISOString(),
  hidden: i === 6,
}));
export const visibleIds = shopItems.filter((item) => !item.hidden).map((item) => item.itemId);
export const shopItem = (itemId: string): ShopItem => {
  const item = shopItems.find((candidate) => candidate.itemId === itemId);
  if (!item) throw new Error(`The shop has no item ${itemId}`);
  return item;
};

/** What reader `r<n>` has read: three of five books of the own genre, even readers crime and odd ones poetry. */
export const readBy = (n: number): string[] =>
  shopItems
    .filter((_, i) => i % 2 === n % 2 && i < itemCount - 2 && (i * 7 + n * 3) % 5 < 3)
    .map((item) => item.itemId);

export interface PlantedShop {
  core: TestCore;
  projectId: string;
  services: Recommender;
  ask(input: RecommendInput): Promise<Recommendation>;
  idsOf(input: RecommendInput): Promise<string[]>;
  /** The code and the first pointer with which a query is refused; empty where it is answered. */
  refusal(input: RecommendInput): Promise<(string | undefined)[]>;
  close(): Promise<void>;
}

/** A project with this catalogue and these readers, and a live model that ranks by what similar readers read. */
export async function plantShop(): Promise<PlantedShop> {
  const core = await startCore();
  const projectId = await newProject(core);
  const rows = shopItems.map((item) => Object.values({ ...item, hidden: item.hidden ? 'yes' : 'no' }).join(','));
  await importFile(core, projectId, {
    kind: 'items',
    file: ['id,title,genre,price,author,created,hidden', ...rows].join('\n'),
    mapping: {
      columns: {
        id: { field: 'itemId' },
        title: { field: 'title' },
        genre: { field: 'categories' },
        price: { field: 'price' },
        author: { field: 'ownerId' },
        created: { field: 'createdAt' },
        hidden: { field: 'hidden' },
      },
    },
  });
  const events = Array.from({ length: userCount }, (_, n) =>
    readBy(n).map((itemId, i) => ({
      userId: `r${n}`,
      itemId,
      type: 'view',
      timestamp: new Date(now - (i + 2) * day - n * 1000).toISOString(),
    })),
  ).flat();
  await sendEvents(core.context, projectId, events);
  await train(core, projectId, { algorithm: 'item-knn' });
  const services = openRecommender(core.services, { maxModelMegabytes: 64 });
  const ask = (input: RecommendInput) => recommend(core.context, services, projectId, input);
  return {
    core,
    projectId,
    services,
    ask,
    idsOf: async (input) => (await ask(input)).items.map((item) => item.itemId),
    refusal: (input) =>
      ask(input).then(
        () => [],
        (error: { code?: string; inputs?: { pointer: string }[] }) => [error.code, error.inputs?.[0]?.pointer],
      ),
    async close() {
      await services.close();
      await core.stop();
    },
  };
}
