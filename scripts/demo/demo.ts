/** The demo workspace: an account, a key, the bookshop's three files, a trained model. Resumes where it was interrupted. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type BookshopOptions, generateBookshop, toCsv } from '@curio/bookshop';
import type { Import, ImportKind, Mapping, Model } from '@curio/contracts';
import { readJson, writePrivate } from '../settings/secrets.ts';
import type { Settings } from '../settings/settings.ts';
import { type Caller, poll, RequestFailed, send } from './demo-requests.ts';

export interface Demo {
  studio: string;
  api: string;
  email: string;
  password: string;
  apiKey: string;
  projectId: string;
  ports: { studio: number; api: number; postgres?: number };
  /** Finished imports. */
  imported: ImportKind[];
  version?: number;
  ready: boolean;
}

const IMPORT_SECONDS = 120;
const TRAIN_SECONDS = 300;
/** Budget of `auto`: enough for a model that is far better than bestsellers, in a start that is still quick. */
const BUDGET_SECONDS = 15;

const FILES: { kind: ImportKind; file: 'books.csv' | 'readers.csv' | 'events.csv'; columns: Mapping['columns'] }[] = [
  {
    kind: 'items',
    file: 'books.csv',
    columns: {
      sku: { field: 'itemId' },
      title: { field: 'title' },
      author: { field: 'custom', name: 'author', type: 'category' },
      genres: { field: 'categories', separator: '|' },
      keywords: { field: 'tags', separator: '|' },
      blurb: { field: 'description' },
      price: { field: 'price' },
      pages: { field: 'custom', name: 'pages', type: 'number' },
      published_on: { field: 'custom', name: 'published', type: 'date' },
      added_on: { field: 'createdAt' },
      cover: { field: 'imageUrl' },
    },
  },
  {
    kind: 'users',
    file: 'readers.csv',
    columns: {
      reader_id: { field: 'userId' },
      name: { field: 'custom', name: 'name', type: 'text' },
      country: { field: 'custom', name: 'country', type: 'category' },
      age_group: { field: 'custom', name: 'ageGroup', type: 'category' },
      joined_on: { field: 'custom', name: 'joined', type: 'date' },
    },
  },
  {
    kind: 'interactions',
    file: 'events.csv',
    columns: {
      reader_id: { field: 'userId' },
      sku: { field: 'itemId' },
      event: { field: 'type' },
      stars: { field: 'value' },
      occurred_at: { field: 'timestamp' },
    },
  },
];

/**
 * Makes the demo, or finds it. `say` receives one line per step, the first as soon as the login works. Every finished step
 * is written to `demo.json` (mode 0600), so that an interrupted start resumes there.
 */
export async function makeDemo(
  settings: Settings,
  say: (line: string) => void,
  stopped: AbortSignal,
  size: BookshopOptions = {},
): Promise<Demo> {
  const path = join(settings.dataDir, 'demo.json');
  const addresses = {
    studio: settings.studioUrl,
    api: settings.apiUrl,
    ports: { studio: settings.studioPort, api: settings.apiPort, postgres: settings.postgresPort },
  };
  const caller: Caller = { api: `http://localhost:${settings.apiPort}`, studio: settings.studioUrl, stopped };
  const kept = await stillThere(readJson<Demo>(path), caller);
  let demo: Demo = { ...(kept ?? (await signUp(caller))), ...addresses };
  const save = (changes: Partial<Demo>) => {
    demo = { ...demo, ...changes };
    writePrivate(path, demo);
  };
  save({});
  if (demo.ready) return demo;
  say(`Demo: the login is ${demo.email}`);
  caller.apiKey = demo.apiKey;

  const missing = FILES.filter(({ kind }) => !demo.imported.includes(kind));
  if (missing.length > 0) {
    const shop = generateBookshop({ endDate: new Date().toISOString().slice(0, 10), ...size });
    const counts = [shop.books, shop.readers, shop.interactions].map(({ length }) => length.toLocaleString('en'));
    say(`Demo: importing the bookshop (${counts[0]} books, ${counts[1]} readers, ${counts[2]} events)…`);
    const files = toCsv(shop);
    for (const { kind, file, columns } of missing) {
      await importFile(caller, demo.projectId, kind, file, files[file], columns);
      save({ imported: [...demo.imported, kind] });
    }
  }
  if (demo.version === undefined) {
    say('Demo: training its model…');
    const { body } = await send(caller, 'POST', `/v1/projects/${demo.projectId}/models`, {
      algorithm: 'auto',
      budgetSeconds: BUDGET_SECONDS,
    });
    save({ version: (body as Model).version });
  }
  const model = await poll<Model>(
    caller,
    `/v1/projects/${demo.projectId}/models/${demo.version}`,
    ({ status }) => status !== 'queued' && status !== 'training',
    TRAIN_SECONDS,
  );
  if (model.status !== 'ready') {
    save({ version: undefined });
    throw new Error(`the demo's model ended as ${model.status}: ${model.problem?.detail ?? 'no reason given'}`);
  }
  save({ ready: true });
  return demo;
}

/** The demo of an earlier start, unless its project or key was deleted, or belongs to another database. */
async function stillThere(kept: Demo | undefined, caller: Caller): Promise<Demo | undefined> {
  if (!kept?.projectId) return undefined;
  try {
    await send({ ...caller, apiKey: kept.apiKey }, 'GET', `/v1/projects/${kept.projectId}`);
    return kept;
  } catch (error) {
    if (error instanceof RequestFailed && [401, 403, 404].includes(error.status)) return undefined;
    throw error;
  }
}

type Account = Omit<Demo, 'studio' | 'api' | 'ports'>;

async function signUp(caller: Caller): Promise<Account> {
  const password = randomBytes(9).toString('base64url');
  const register = async (email: string) => {
    const { cookie } = await send(caller, 'POST', '/api/auth/sign-up/email', {
      name: 'Bookshop demo',
      email,
      password,
    });
    return { email, cookie };
  };
  const { email, cookie } = await register('demo@bookshop.example').catch((error: unknown) => {
    if (!(error instanceof RequestFailed) || error.status >= 500) throw error;
    // The account of an earlier demo whose password is lost.
    return register(`demo-${randomBytes(3).toString('hex')}@bookshop.example`);
  });
  const account = { ...caller, cookie };
  const { body: key } = await send(account, 'POST', '/v1/keys', { name: 'Demo', scopes: ['admin'] });
  const { body: project } = await send(account, 'POST', '/v1/projects', { name: 'Bookshop' });
  const apiKey = (key as { key: string }).key;
  return { email, password, apiKey, projectId: (project as { id: string }).id, imported: [], ready: false };
}

async function importFile(
  caller: Caller,
  projectId: string,
  kind: ImportKind,
  filename: string,
  csv: string,
  columns: Mapping['columns'],
): Promise<void> {
  const imports = `/v1/projects/${projectId}/imports`;
  const { body } = await send(caller, 'POST', `${imports}?kind=${kind}&filename=${filename}`, csv);
  const one = `${imports}/${(body as Import).id}`;
  await send(caller, 'PUT', `${one}/mapping`, { columns });
  await send(caller, 'POST', `${one}/apply`, { mode: 'upsert' });
  const finished = await poll<Import>(
    caller,
    one,
    ({ phase }) => ['applied', 'rejected', 'failed'].includes(phase),
    IMPORT_SECONDS,
  );
  if (finished.phase !== 'applied')
    throw new Error(`${filename} ended as ${finished.phase}: ${finished.problem?.detail ?? ''}`);
}
