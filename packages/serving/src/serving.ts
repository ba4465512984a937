import type { Db } from '@curio/db';
import type { Logger } from 'pino';
import { createPopularItemsCache, type PopularItemsCache } from './candidates/popular-items.ts';
import { createTopLists, type TopLists } from './candidates/top-lists.ts';
import { applyChange, type ChangeFeed, createChangeFeed } from './changes/change-feed.ts';
import { type ChangePoller, createChangePoller } from './changes/change-poller.ts';
import { type CompileCache, createCompileCache } from './filter/compile-cache.ts';
import { createRowCache, type RowCache } from './filter/row-cache.ts';
import { createModelCache, type ModelCache } from './models/model-cache.ts';
import { createTitleFinder, type FindItemByTitle } from './project/find-item-by-title.ts';
import { createProjects, type Projects } from './project/projects.ts';
import { createFirstPages, type FirstPages } from './request/first-pages.ts';
import { createVisibleItemsReader, type VisibleItemsReader } from './state/visible-items-reader.ts';
import { createUserStates, type UserStates } from './users/user-states.ts';

/** What a process keeps in memory to answer requests: made once at its start. */
export interface Serving {
  db: Db;
  models: ModelCache;
  projects: Projects;
  users: UserStates;
  changes: ChangeFeed;
  findItemByTitle: FindItemByTitle;
  /** The popular items of projects without a model. */
  popular: PopularItemsCache;
  /** Filters and rules by their text. */
  compileCache: CompileCache;
  /** Masks of filters and multipliers of rules. */
  rows: RowCache;
  topLists: TopLists;
  visibleItems: VisibleItemsReader;
  firstPages: FirstPages;
}

export interface ServingOptions {
  db: Db;
  log: Logger;
  /** Bound of all loaded models together. */
  maxModelMegabytes: number;
  /** Bounds of all catalogues and of all users together. */
  maxCatalogueMegabytes?: number;
  maxUserMegabytes?: number;
}

const defaultCatalogueMegabytes = 512;
const defaultUserMegabytes = 256;
const maxCompiledBytes = 8 * 2 ** 20;
const maxRowBytes = 64 * 2 ** 20;

export function createServing({ db, log, maxModelMegabytes, ...options }: ServingOptions): Serving {
  const poller: ChangePoller = createChangePoller({
    db,
    log,
    apply: (change) => void applyChange({ projects, users }, change),
    reset: () => projects.clear(),
  });
  const users = createUserStates({
    db,
    maxMegabytes: options.maxUserMegabytes ?? defaultUserMegabytes,
    isAvailable: poller.isAvailable,
  });
  const projects = createProjects({
    db,
    log,
    maxMegabytes: options.maxCatalogueMegabytes ?? defaultCatalogueMegabytes,
    follow: poller.follow,
    catchUp: () => (poller.isAvailable() ? poller.pollNow() : Promise.resolve()),
    dropped(projectNumber) {
      poller.unfollow(projectNumber);
      users.forget(projectNumber);
    },
  });
  return {
    db,
    models: createModelCache(db, log, { maxMegabytes: maxModelMegabytes }),
    projects,
    users,
    changes: createChangeFeed(poller, { projects, users }),
    findItemByTitle: createTitleFinder(db),
    popular: createPopularItemsCache(db),
    compileCache: createCompileCache(maxCompiledBytes),
    rows: createRowCache(maxRowBytes),
    topLists: createTopLists(),
    visibleItems: createVisibleItemsReader(db),
    firstPages: createFirstPages(),
  };
}
