import type { RecommendInput } from '@curio/contracts';
import { isDatabaseUnavailable } from '@curio/db';
import { type ItemMap, isItemMapOpen, itemMapInMemory, itemMapOf } from '../candidates/item-map.ts';
import type { PopularItems } from '../candidates/popular-items.ts';
import { chooseModel } from '../models/choose-model.ts';
import { isReadyVersion } from '../models/is-ready-version.ts';
import type { LoadedModel } from '../models/load-model.ts';
import type { ProjectMemory } from '../project/project-memory.ts';
import type { Serving } from '../serving.ts';
import type { ProjectRef } from '../state/project.ts';
import type { UserState } from '../users/user-state.ts';
import { type CheckedSettings, checkSettings } from './check-settings.ts';
import type { Position } from './cursor.ts';
import { type InvalidPart, InvalidRequest } from './invalid-request.ts';
import { loadColumns, withoutColumns } from './load-columns.ts';
import { resolveSettings, type Settings } from './settings.ts';

/** A request whose data is in memory: the steps after this one do not wait. */
export interface Prepared {
  memory: ProjectMemory;
  settings: Settings;
  checked: CheckedSettings;
  position: Position & { asOf: number };
  user: UserState | undefined;
  seenBefore: Iterable<number>;
  fromItem: string | undefined;
  /** undefined while no model is ready, or where it cannot be loaded. */
  model: { loaded: LoadedModel; map: ItemMap } | undefined;
  /** Only without a model. */
  popular: PopularItems | undefined;
  /** Postgres is away and not all of it was in memory. */
  incomplete: boolean;
}

const noRows: readonly number[] = [];

/** As `prepare`, for a request whose data is in memory already; undefined where something has to be read, found or awaited. */
export function prepareFromMemory(
  serving: Serving,
  project: ProjectRef,
  input: RecommendInput,
  position: Position,
): Prepared | undefined {
  const beforeStart = (Date.now() - 1) / 1000;
  const memory = serving.projects.peek(project);
  if (!memory || memory.catalogue.size === 0 || position.version === null) return undefined;
  const { catalogue, liveVersion } = memory;
  const settings = resolveSettings(input, memory.placements);
  const { userId, itemId, itemTitle, modelVersion } = settings;
  if (liveVersion === null || (itemId === undefined && itemTitle !== undefined)) return undefined;
  const checked = checkSettings(settings, memory, serving.compileCache);
  for (const name of checked.columns) if (!catalogue.column(name)) return undefined;
  const user = userId === undefined ? undefined : serving.users.peek(memory, userId);
  if (userId !== undefined && (!user || (user.truncated && settings.excludeSeen))) return undefined;
  const pinned = position.version ?? modelVersion;
  const version = { ...memory.ref, version: pinned ?? liveVersion };
  const loaded = serving.models.loaded(version);
  const map = loaded && itemMapInMemory(catalogue, loaded.servable);
  if (!loaded || !map) return undefined;
  if (pinned === undefined) serving.models.setServing(version);
  return {
    memory,
    settings,
    checked,
    position: { ...position, asOf: asOf(serving, project, { input, position, settings, user, beforeStart }) },
    user,
    seenBefore: noRows,
    fromItem: itemId,
    model: { loaded, map },
    popular: undefined,
    incomplete: false,
  };
}

/**
 * Reads what the request needs and is not in memory yet. Returns undefined where the workspace has no such project. Throws
 * InvalidRequest for a placement, field, filter or version that the project does not have.
 */
export async function prepare(
  serving: Serving,
  project: ProjectRef,
  input: RecommendInput,
  position: Position,
): Promise<Prepared | undefined> {
  // Events are dated in whole milliseconds: one of this millisecond that is not read below comes after the first page.
  const beforeStart = (Date.now() - 1) / 1000;
  const memory = await serving.projects.get(project);
  if (!memory) return undefined;
  const { catalogue } = memory;
  // The first items of a project must count immediately, also where another process has written them.
  if (catalogue.size === 0) await serving.changes.applyLocal(project, 'catalogue');
  const asked = resolveSettings(input, memory.placements);
  const requested = checkSettings(asked, memory, serving.compileCache);
  const [user, titled, model, isLoaded] = await Promise.all([
    asked.userId === undefined ? undefined : serving.users.read(memory, asked.userId),
    asked.itemId === undefined && asked.itemTitle !== undefined
      ? serving.findItemByTitle(memory, asked.itemTitle).catch(undefinedWhileAway)
      : -1,
    modelOf(serving, memory, asked, input, position),
    loadColumns(serving, catalogue, requested),
  ]);
  const { settings, checked } = isLoaded
    ? { settings: asked, checked: requested }
    : withoutColumns(catalogue, asked, requested);
  const popular = model ? undefined : await serving.popular.read(project, catalogue).catch(undefinedWhileAway);
  return {
    memory,
    settings,
    checked,
    position: { ...position, asOf: asOf(serving, project, { input, position, settings, user, beforeStart }) },
    user,
    seenBefore: await seenBefore(serving, memory, settings, user),
    fromItem: settings.itemId ?? (titled === undefined || titled < 0 ? undefined : catalogue.idOf(titled)),
    model: model && { loaded: model, map: await itemMapOf(catalogue, model.servable) },
    popular,
    incomplete: !isLoaded || titled === undefined || (!model && !popular) || user?.unavailable === true,
  };
}

/** What is read instead of memory is left out while Postgres is away. */
function undefinedWhileAway(error: unknown): undefined {
  if (!isDatabaseUnavailable(error)) throw error;
  return undefined;
}

interface Beginning {
  input: RecommendInput;
  position: Position;
  settings: Settings;
  user: UserState | undefined;
  /** Seconds since 1970. */
  beforeStart: number;
}

function asOf(
  { firstPages }: Serving,
  project: ProjectRef,
  { input, position, settings, user, beforeStart }: Beginning,
): number {
  if (position.asOf !== undefined) return position.asOf;
  // All pages count the events of the first one: also those that another clock has dated later.
  const now = Math.max(beforeStart, user?.times[0] ?? 0);
  // Impressions of the first page would move its items, and a later page at an offset would pass over others.
  return user && (settings.rotation ?? 0) > 0 ? firstPages.asOf(project, input, position, now) : now;
}

async function seenBefore(
  serving: Serving,
  memory: ProjectMemory,
  { userId, excludeSeen }: Settings,
  user: UserState | undefined,
): Promise<Iterable<number>> {
  if (!user?.truncated || !excludeSeen || userId === undefined) return noRows;
  return serving.users.readSeen(memory, userId, user);
}

async function modelOf(
  serving: Serving,
  { ref, liveVersion, catalogue }: ProjectMemory,
  { modelVersion }: Settings,
  input: RecommendInput,
  position: Position,
): Promise<LoadedModel | undefined> {
  if (position.version === null) return undefined;
  const pinned = position.version ?? modelVersion;
  const version = pinned ?? liveVersion;
  if (version === null) return undefined;
  const model = { ...ref, version };
  if (pinned !== undefined && !serving.models.loaded(model) && !(await isReadyVersion(serving.db, ref, pinned))) {
    throw new InvalidRequest(`Version ${pinned} is not a ready version of this project.`, [
      describePin(input, position),
    ]);
  }
  return chooseModel(serving.models, model, {
    pinned: pinned !== undefined,
    isReady: ({ servable }) => isItemMapOpen(catalogue, servable),
  });
}

/** The part of the request that names the version, and how to correct it. */
function describePin(input: RecommendInput, position: Position): InvalidPart {
  if (position.version !== undefined) {
    return {
      pointer: '/cursor',
      detail: 'The list was ranked by this version. Ask for a first page, without a cursor.',
    };
  }
  return input.modelVersion === undefined
    ? {
        pointer: '/placement',
        detail: 'The placement pins this version. Store it with another one, or give modelVersion.',
      }
    : { pointer: '/modelVersion', detail: 'Choose a version whose status is ready.' };
}
