import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, type Db, isDatabaseUnavailable } from '@curio/db';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { coalesced } from '../catalogue/coalesced.ts';
import { type OpenCatalogue, openCatalogue } from '../catalogue/open-catalogue.ts';
import type { ProjectRef } from '../state/project.ts';
import { createInteractionTypes } from './interaction-types.ts';
import type { ProjectMemory, ProjectSettings } from './project-memory.ts';
import { readProjectNumber, readProjectSettings, type StoredSettings } from './read-project-settings.ts';

export interface Projects {
  /** From memory, or loaded once for concurrent requests; undefined where the workspace has no such project. */
  get(project: ProjectRef): Promise<ProjectMemory | undefined>;
  /** The project where it is in memory. */
  peek(project: ProjectRef): ProjectMemory | undefined;
  /**
   * Applies a change of a project in memory, except to its users. Resolves when it is applied or its first attempt has
   * failed; it is then repeated until it succeeds.
   */
  apply(change: Change): Promise<void>;
  /** Drops every project. */
  clear(): void;
}

export interface ProjectsOptions {
  db: Db;
  log: Logger;
  /** Bound of all projects together, without models and users; one project is kept even if it alone is larger. */
  maxMegabytes: number;
  /** Begins to follow the changes of a project. What was committed before it resolves is not reported. */
  follow(projectNumber: number): Promise<void>;
  /** Applies the changes that are committed now. */
  catchUp(): Promise<void>;
  /** The project is no longer in memory. */
  dropped(projectNumber: number): void;
}

/** A project in memory: its parts that last, and the object that requests get. */
interface Entry {
  memory: ProjectMemory;
  catalogue: OpenCatalogue;
  /** As stored. */
  hasCatalogue: boolean;
  readSettings(): Promise<void>;
  /** The reading of settings that a change has begun. */
  reading: Promise<void>;
}

const megabyte = 2 ** 20;
/** Settings, placements and the objects around the catalogue. */
const entryBytes = 20_000;
const retryMs = 500;

/** Keeps projects in memory, least recently used dropped first. */
export function createProjects({ db, log, maxMegabytes, follow, catchUp, dropped }: ProjectsOptions): Projects {
  const maxBytes = Math.floor(maxMegabytes * megabyte);
  /** Wrapped, so that setting an entry again counts its new size. */
  const cache = new LRUCache<string, { entry: Entry }>({
    maxSize: maxBytes,
    sizeCalculation: ({ entry }) => Math.min(maxBytes, entryBytes + entry.catalogue.bytes),
    dispose: ({ entry }, _key, reason) => {
      if (reason === 'set') return;
      entry.catalogue.close();
      keys.delete(entry.memory.number);
      dropped(entry.memory.number);
    },
  });
  const keys = new Map<number, string>();
  let loads = 0;
  const loading = new Map<string, Promise<Entry | undefined>>();
  /** Changes of projects that are being loaded: applied when they are. */
  const early = new Map<number, Change[]>();
  const keyOf = ({ workspaceId, projectId }: ProjectRef) => `${workspaceId}/${projectId}`;

  async function load(ref: ProjectRef): Promise<Entry | undefined> {
    const number = await readProjectNumber(db, ref);
    if (number === undefined) return undefined;
    const changes: Change[] = [];
    early.set(number, changes);
    try {
      await follow(number);
      const settings = await readProjectSettings(db, ref);
      if (!settings) {
        dropped(number);
        return undefined;
      }
      const key = keyOf(ref);
      const catalogue = await openCatalogue({
        db,
        log,
        project: ref,
        projectNumber: number,
        hasCatalogue: settings.hasCatalogue,
        ownTypes: settings.ownItemTypes,
        onGrowth: () => {
          const entry = cache.peek(key)?.entry;
          if (entry?.catalogue === catalogue) cache.set(key, { entry });
        },
      });
      const types = createInteractionTypes();
      const entry: Entry = {
        memory: { ref, number, loaded: ++loads, ...shown(settings), catalogue, types },
        catalogue,
        hasCatalogue: settings.hasCatalogue,
        readSettings: coalesced(() => readSettings(entry)),
        reading: Promise.resolve(),
      };
      keys.set(number, key);
      cache.set(key, { entry });
      for (const change of changes) await applyTo(entry, change);
      return entry;
    } catch (error) {
      if (!keys.has(number)) dropped(number);
      throw error;
    } finally {
      early.delete(number);
    }
  }

  function loadOnce(ref: ProjectRef): Promise<Entry | undefined> {
    const key = keyOf(ref);
    const under = loading.get(key);
    if (under) return under;
    const started = load(ref).finally(() => loading.delete(key));
    loading.set(key, started);
    return started;
  }

  async function readSettings(entry: Entry): Promise<void> {
    const { ref } = entry.memory;
    const settings = await readProjectSettings(db, ref);
    if (!settings) {
      if (cache.peek(keyOf(ref))?.entry === entry) cache.delete(keyOf(ref));
      return;
    }
    entry.hasCatalogue = settings.hasCatalogue;
    entry.catalogue.setHasCatalogue(settings.hasCatalogue);
    entry.catalogue.setOwnTypes(settings.ownItemTypes);
    entry.memory = { ...entry.memory, ...shown(settings) };
  }

  async function applyTo(entry: Entry, { kind, ids }: Change): Promise<void> {
    const { catalogue } = entry;
    switch (kind) {
      case 'item':
        // The catalogue repeats a reading that failed.
        return catalogue.refreshItems(ids).catch(() => undefined);
      case 'catalogue':
        return repeat(entry, async () => {
          await entry.readSettings();
          await catalogue.refreshAll();
          // An undone import took the items with it: they were still there when the settings were read.
          catalogue.setHasCatalogue(entry.hasCatalogue);
        });
      case 'project':
        entry.reading = repeat(entry, entry.readSettings);
        return entry.reading;
      case 'user':
        // Without a catalogue, the items that occur in interactions are the catalogue.
        if (!catalogue.hasCatalogue) await repeat(entry, catalogue.refreshNumbers);
    }
  }

  /** Resolves after the first attempt; further ones follow until one succeeds or the project is dropped. */
  async function repeat(entry: Entry, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error, projectId: entry.memory.ref.projectId }, 'a change was not applied; trying again');
      void sleep(retryMs, undefined, { ref: false }).then(() => {
        if (cache.peek(keyOf(entry.memory.ref))?.entry === entry) return repeat(entry, work);
      });
    }
  }

  return {
    async get(ref) {
      const known = cache.get(keyOf(ref))?.entry;
      const entry = known ?? (await loadOnce(ref));
      if (known && known.memory.liveVersion === null) {
        // Its first version must count immediately.
        await catchUp().catch((error: unknown) => {
          if (!isDatabaseUnavailable(error)) throw error;
        });
        await known.reading;
        return cache.peek(keyOf(ref))?.entry.memory;
      }
      return entry?.memory;
    },
    peek: (ref) => cache.get(keyOf(ref))?.entry.memory,
    async apply(change) {
      early.get(change.projectNumber)?.push(change);
      const key = keys.get(change.projectNumber);
      const entry = key === undefined ? undefined : cache.peek(key)?.entry;
      if (entry) await applyTo(entry, change);
    },
    clear: () => cache.clear(),
  };
}

const shown = ({ ownItemTypes: _types, hasCatalogue: _has, ...settings }: StoredSettings): ProjectSettings => settings;
