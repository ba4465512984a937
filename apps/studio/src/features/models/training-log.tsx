import type { Model } from '@curio/contracts';
import { ChevronRight } from 'lucide-react';
import { ScrollRegion } from '@/components/scroll-region.tsx';

export function TrainingLog({ log, open }: { log: Model['log']; open: boolean }) {
  if (log.length === 0) return null;
  const entries = log.map((entry, index) => ({ ...entry, id: `${index}-${entry.at}` }));
  return (
    <details className="group" open={open}>
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1.5 rounded-md text-[0.9375rem] font-semibold tracking-tight">
        <ChevronRight className="size-4 text-muted transition-transform group-open:rotate-90" aria-hidden="true" />
        Log
      </summary>
      <ScrollRegion label="Training log" className="mt-3 max-h-80 bg-sunken p-4">
        <ol className="space-y-1 font-mono text-xs leading-5">
          {entries.map((entry) => (
            <li key={entry.id} className="flex gap-x-3 max-sm:flex-wrap">
              <time dateTime={entry.at} className="text-muted tabular-nums">
                {new Date(entry.at).toLocaleTimeString('en', { hour12: false })}
              </time>
              <span className="w-44 shrink-0 text-accent-text">{entry.stage}</span>
              <span className="min-w-0 wrap-anywhere">{entry.message}</span>
            </li>
          ))}
        </ol>
      </ScrollRegion>
    </details>
  );
}
