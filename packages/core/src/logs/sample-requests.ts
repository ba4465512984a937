/** What the sample needs to know of a request. */
export interface SampledRequest {
  workspaceId: string;
  route: string;
  status: number;
  milliseconds: number;
}

const windowMs = 10_000;
/** Requests of one workspace that one process records in each window. */
export const perWindow = { successes: 10, errors: 100 } as const;
/** A success that took longer is recorded like an error. */
const slowMs = 1_000;
/** The studio reads these every few seconds to show the log. */
const unrecorded = new Set(['/v1/logs', '/v1/logs/{requestId}', '/v1/request-counts']);

/**
 * Chooses the requests that are recorded: in each window of 10 seconds the first of each workspace, up to a bound for
 * successes and one for errors and slow requests. One route (with one status) takes at most half of a bound, so that a busy
 * route does not hide the others. A request that is left out costs two look-ups by strings that exist already.
 * @param now milliseconds of a steady clock
 */
export function createRequestSample(now: () => number = () => performance.now()): (request: SampledRequest) => boolean {
  let window = Number.NaN;
  const byWorkspace = new Map<string, { successes: Share; errors: Share }>();
  return ({ workspaceId, route, status, milliseconds }) => {
    const current = Math.floor(now() / windowMs);
    if (current !== window) {
      window = current;
      byWorkspace.clear();
    }
    let shares = byWorkspace.get(workspaceId);
    if (!shares) {
      shares = { successes: new Share(perWindow.successes), errors: new Share(perWindow.errors) };
      byWorkspace.set(workspaceId, shares);
    }
    const isError = status >= 400;
    if (!isError && milliseconds < slowMs) {
      return shares.successes.left > 0 && shares.successes.take(route) && !unrecorded.has(route);
    }
    return shares.errors.left > 0 && shares.errors.take(isError ? `${route} ${status}` : route);
  };
}

/** What is left of a bound. */
class Share {
  left: number;
  private readonly perGroup: number;
  private readonly groups = new Map<string, number>();

  constructor(bound: number) {
    this.left = bound;
    this.perGroup = bound / 2;
  }

  take(group: string): boolean {
    const taken = this.groups.get(group) ?? 0;
    if (taken >= this.perGroup) return false;
    this.groups.set(group, taken + 1);
    this.left--;
    return true;
  }
}
