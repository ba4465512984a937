import type { Db } from '@curio/db';
import type { Logger } from 'pino';
import { applyChange, type ChangeFeed, createChangeFeed } from './changes/change-feed.ts';
import { type ChangePoller, createChangePoller } from './changes/change-poller.ts';
import { createModelCache, type ModelCache } from './models/model-cache.ts';
import { createTitleFinder, type FindItemByTitle } from './project/find-item-by-title.ts';
import { createProjects, type Projects } from './project/projects.ts';
import { createTopLists, type TopLists } from './state/top-lists.ts';
import { createUserStates, type UserStates } from './users/user-states.ts';

/** What a process keeps in memory to answer requests: made once at its start. */
export interface Serving {
  db: Db;
  models: ModelCache;
  projects: Projects;
  users: UserStates;
  changes: ChangeFeed;
  findItemByTitle: FindItemByTitle;
  topLists: TopLists;
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
const defaultUserMegabytes = 64;

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
    topLists: createTopLists(),
  };
}
