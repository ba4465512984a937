/** Requests of one project of a workspace in one hour. */
export interface RequestCount {
  workspace_id: string;
  /** Empty for requests about the workspace. */
  project_id: string;
  hour: string;
  requests: number;
  errors: number;
}

export interface RequestCounter {
  add(workspaceId: string, projectId: string | undefined, isError: boolean): void;
  /** Everything counted since the last call. */
  take(): RequestCount[];
  /** Counts that could not be written: they are part of the next `take`. */
  putBack(counts: readonly RequestCount[]): void;
}

/** Counts between two flushes; requests of further projects are not counted. */
const maxCounts = 20_000;
const hourMs = 3_600_000;

/** Counts requests in memory. A request within a second of a full hour may count for the next one. */
export function createRequestCounter(): RequestCounter {
  /** By workspace, then by project: no look-up makes a string. */
  let counts = new Map<string, Map<string, Omit<RequestCount, 'hour'>>>();
  let size = 0;
  let unwritten: readonly RequestCount[] = [];
  return {
    add(workspaceId, projectId = '', isError) {
      let ofWorkspace = counts.get(workspaceId);
      if (!ofWorkspace) {
        ofWorkspace = new Map();
        counts.set(workspaceId, ofWorkspace);
      }
      let count = ofWorkspace.get(projectId);
      if (!count) {
        if (size >= maxCounts) return;
        size++;
        count = { workspace_id: workspaceId, project_id: projectId, requests: 0, errors: 0 };
        ofWorkspace.set(projectId, count);
      }
      count.requests++;
      if (isError) count.errors++;
    },
    take() {
      const hour = new Date(Math.floor(Date.now() / hourMs) * hourMs).toISOString();
      const counted = [...counts.values()].flatMap((ofWorkspace) => [...ofWorkspace.values()]);
      const taken = [...unwritten, ...counted.map((count) => ({ ...count, hour }))];
      counts = new Map();
      size = 0;
      unwritten = [];
      return taken;
    },
    putBack(given) {
      unwritten = sums(given).slice(0, maxCounts);
    },
  };
}

/** One count for each project and hour: while the database is away, each flush adds some. */
function sums(counts: readonly RequestCount[]): RequestCount[] {
  const byName = new Map<string, RequestCount>();
  for (const count of counts) {
    const name = `${count.workspace_id}/${count.project_id}/${count.hour}`;
    const sum = byName.get(name) ?? { ...count, requests: 0, errors: 0 };
    sum.requests += count.requests;
    sum.errors += count.errors;
    byName.set(name, sum);
  }
  return [...byName.values()];
}
