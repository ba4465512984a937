import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Import,
  type ImportKind,
  type ImportMode,
  type ImportTask,
  type Mapping,
  maxBulkRows,
  type TrainInput,
} from '@curio/contracts';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../tests/database.ts';
import { sendEvents } from '../src/events/send-events.ts';
import { applyImport } from '../src/imports/apply-import.ts';
import { createImport } from '../src/imports/create-import.ts';
import { getImport } from '../src/imports/get-import.ts';
import { runImport } from '../src/imports/run-import.ts';
import { setMapping } from '../src/imports/set-mapping.ts';
import { promoteModel } from '../src/models/promotion/promote-model.ts';
import { requestTraining } from '../src/models/training/request-training.ts';
import { runTraining } from '../src/models/training/run-training.ts';
import type { Context } from '../src/platform/context.ts';
import { readEnv, servicesEnv } from '../src/platform/env.ts';
import { type OpenServices, openServices } from '../src/platform/services.ts';
import { createProject } from '../src/projects/create-project.ts';
import { purgeProject } from '../src/projects/purge-project.ts';

export interface TestCore {
  database: TestDatabase;
  services: OpenServices;
  /** A person of the workspace; another name is another tenant. */
  context: Context;
  /** Reads the rows of every workspace, past row-level security. */
  owner: pg.Client;
  /** What a worker's process needs to serve the same. */
  env: Record<string, string>;
  uploads(): string[];
  stop(): Promise<void>;
}

/** The services of a verb, with their own database. No worker runs: the tests run the jobs. */
export async function startCore(): Promise<TestCore> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'curio-core-'));
  const env = {
    DATABASE_URL: database.appUrl,
    CURIO_SECRET: 'test secret '.repeat(4),
    CURIO_DATA_DIR: folder,
    CURIO_DB_POOL: '8',
    CURIO_LOG_LEVEL: 'silent',
  };
  const services = await openServices(readEnv(servicesEnv, env), 'test');
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  return {
    database,
    services,
    owner,
    env,
    context: { ...services, workspaceId: 'wsp_test', actor: { kind: 'account', id: 'acc_test', role: 'owner' } },
    uploads: () => {
      try {
        return readdirSync(join(folder, 'uploads'));
      } catch {
        return [];
      }
    },
    async stop() {
      await services.close();
      await owner.end();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function newProject(core: TestCore): Promise<string> {
  return (await createProject(core.context, { name: 'Films' })).id;
}

/** What a worker does after a project was deleted. */
export function purge(core: TestCore, projectId: string): Promise<void> {
  return purgeProject(core.context, { workspaceId: core.context.workspaceId, projectId }, never());
}

export interface StoredInteraction {
  user_id: string;
  item_id: string;
  type: string;
  value: number | null;
  occurred_at: Date;
  ordinal: number;
}

/** All interactions of a project with their ids, by user, time and item; read as the owner of the tables. */
export async function storedInteractions(core: TestCore, projectId: string): Promise<StoredInteraction[]> {
  const { rows } = await core.owner.query<StoredInteraction>(
    `select u.id as user_id, i.id as item_id, t.id as type, x.value, x.occurred_at, x.ordinal
     from projects p join interactions x on x.project_number = p.number
     join id_numbers u on u.project_number = p.number and u.kind = 'u' and u.number = x.user_number
     join id_numbers i on i.project_number = p.number and i.kind = 'i' and i.number = x.item_number
     join id_numbers t on t.project_number = p.number and t.kind = 't' and t.number = x.type_number
     where p.id = $1 order by u.id, x.occurred_at, i.id, t.id, x.ordinal`,
    [projectId],
  );
  return rows;
}

const never = () => new AbortController().signal;

async function* stream(file: string | Uint8Array): AsyncIterable<Uint8Array> {
  yield typeof file === 'string' ? new TextEncoder().encode(file) : file;
}

export function upload(
  core: TestCore,
  projectId: string,
  kind: ImportKind,
  file: string | Uint8Array,
): Promise<Import> {
  return createImport(core.context, projectId, { kind, filename: 'a.csv', body: stream(file), maxBytes: 100e6 });
}

export interface Wanted {
  kind: ImportKind;
  file: string | Uint8Array;
  /** The suggested one if left out. */
  mapping?: Mapping;
  mode?: ImportMode;
  deduplicate?: boolean;
}

/** Upload, map, apply and run: what a person and a worker do. */
export async function importFile(core: TestCore, projectId: string, wanted: Wanted): Promise<Import> {
  const { id } = await upload(core, projectId, wanted.kind, wanted.file);
  if (wanted.mapping) await setMapping(core.context, projectId, id, wanted.mapping);
  await applyImport(core.context, projectId, id, {
    mode: wanted.mode ?? 'upsert',
    deduplicate: wanted.deduplicate ?? false,
  });
  await runImport(core.context, jobOf(core, projectId, id), never());
  return getImport(core.context, projectId, id);
}

export function jobOf(core: TestCore, projectId: string, importId: string, task: ImportTask = 'apply') {
  return { workspaceId: core.context.workspaceId, projectId, importId, task };
}

/** A catalogue and what two communities in it did. */
export async function plantCheckerboard(core: TestCore, projectId: string, users = 40, items = 24): Promise<void> {
  const side = (i: number) => (i % 2 ? 'odd' : 'even');
  const rows = Array.from({ length: items }, (_, i) => `i${i},${side(i)} thing ${i},${side(i)}`);
  await importFile(core, projectId, {
    kind: 'items',
    file: ['id,title,tag', ...rows].join('\n'),
    mapping: { columns: { id: { field: 'itemId' }, title: { field: 'title' }, tag: { field: 'tags' } } },
  });
  await plantEvents(core, projectId, users, items);
}

/** Two communities that never cross: even users meet even items, odd users odd items, each most of theirs. */
export async function plantEvents(core: TestCore, projectId: string, users: number, items: number): Promise<void> {
  const events = [];
  let seed = 1;
  const chance = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (let u = 0; u < users; u++)
    for (let i = u % 2; i < items; i += 2) {
      // One in four is left for the model to find, by chance.
      if (chance() < 0.25) continue;
      const timestamp = new Date(1.7e12 + ((u * 31 + i * 17) % 1000) * 1000).toISOString();
      events.push({ userId: `u${u}`, itemId: `i${i}`, type: 'view', timestamp });
    }
  for (let at = 0; at < events.length; at += maxBulkRows) {
    await sendEvents(core.context, projectId, events.slice(at, at + maxBulkRows));
  }
}

export const trainingLimits = { threads: 1, memoryLimitBytes: 1 << 30 };

/** Trains a version and promotes it: it serves, whatever was live before. */
export async function train(core: TestCore, projectId: string, input: Partial<TrainInput>): Promise<number> {
  const version = await trainCandidate(core, projectId, input);
  await promoteModel(core.context, projectId, version);
  return version;
}

/** Requests a training and runs it here. */
export async function trainCandidate(core: TestCore, projectId: string, input: Partial<TrainInput>): Promise<number> {
  const wanted = { algorithm: 'popular' as const, budgetSeconds: 5, seed: 1, ...input };
  const { version } = await requestTraining(core.context, projectId, wanted);
  const job = { workspaceId: core.context.workspaceId, projectId, version };
  await runTraining(core.context, job, trainingLimits, never());
  return version;
}

/** The change feed of a project, oldest first: kinds and ids. */
export async function changesOf(core: TestCore, projectId: string): Promise<[kind: string, ids: string[]][]> {
  const { rows } = await core.owner.query<{ kind: string; ids: string[] }>(
    `select kind, ids from changes where project_number = (select number from projects where id = $1)
     order by xid, ctid`,
    [projectId],
  );
  return rows.map(({ kind, ids }) => [kind, ids]);
}

/** The own fields of a project's items, by name. */
export async function customFieldsOf(core: TestCore, projectId: string): Promise<[name: string, type: string][]> {
  const { rows } = await core.owner.query<{ name: string; type: string }>(
    `select name, type from custom_fields where project_id = $1 and kind = 'i' order by name`,
    [projectId],
  );
  return rows.map(({ name, type }) => [name, type]);
}
