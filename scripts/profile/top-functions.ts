/** The functions in which a V8 CPU profile spent its time. */

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  /** Microseconds between samples. */
  timeDeltas: number[];
}

export interface FunctionTime {
  name: string;
  /** `file:line`, or empty for V8's own. */
  place: string;
  /** Time in the function itself, without the functions that it calls. */
  selfMs: number;
}

/** The `count` functions with the most self time, over all given profiles (one per thread); idle time is left out. */
export function topFunctions(profiles: CpuProfile[], root: string, count = 25): FunctionTime[] {
  const times = new Map<string, FunctionTime>();
  for (const { nodes, samples, timeDeltas } of profiles) {
    const byId = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
    samples.forEach((id, sample) => {
      const frame = byId.get(id);
      if (!frame || frame.functionName === '(idle)' || frame.functionName === '(root)') return;
      const file = frame.url.replace('file://', '').replace(root, '');
      const place = frame.url ? `${file}:${frame.lineNumber + 1}` : '';
      const key = `${frame.functionName} ${place}`;
      const time = times.get(key) ?? { name: frame.functionName || '(anonymous)', place, selfMs: 0 };
      time.selfMs += (timeDeltas[sample] ?? 0) / 1000;
      times.set(key, time);
    });
  }
  return [...times.values()].sort((a, b) => b.selfMs - a.selfMs).slice(0, count);
}
