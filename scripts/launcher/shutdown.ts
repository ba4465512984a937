/** The orderly end of a program that started others: by Ctrl-C, by a failure, or because the process that ran it is gone. */

export interface Shutdown {
  /** Aborted when the end begins. */
  stopped: AbortSignal;
  stopping: boolean;
  /** Called first when the end begins. */
  onStopping(act: () => void): void;
  /** Called at the end, last added first. */
  undo(act: () => void | Promise<void>): void;
  /** Ends the process after everything is undone. */
  stop(code: number): Promise<never>;
  /** SIGINT, SIGTERM and SIGHUP stop; a second one, later than a second, calls `killNow` first. */
  stopOnSignals(killNow: () => void): void;
}

export function createShutdown(): Shutdown {
  const undoing: (() => void | Promise<void>)[] = [];
  const ending: (() => void)[] = [];
  const stopped = new AbortController();
  let end: Promise<never> | undefined;

  const stop = (code: number): Promise<never> => {
    end ??= (async () => {
      stopped.abort();
      for (const notify of ending) notify();
      for (let last = undoing.pop(); last; last = undoing.pop()) await last();
      process.exit(code);
    })();
    return end;
  };
  return {
    stopped: stopped.signal,
    get stopping() {
      return end !== undefined;
    },
    onStopping: (act) => ending.push(act),
    undo: (act) => undoing.push(act),
    stop,
    stopOnSignals(killNow) {
      let first = 0;
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        process.on(signal, () => {
          // npm and the terminal both pass one Ctrl-C on; a second Ctrl-C comes later.
          if (first && Date.now() - first > 1_000) killNow();
          if (!first) console.log('\nStopping…');
          first ||= Date.now();
          void stop(0);
        });
      }
      const parent = process.ppid;
      setInterval(() => {
        if (process.ppid !== parent) void stop(1);
      }, 500).unref();
    },
  };
}
