import type { Model } from '@curio/contracts';
import { Disclosure } from '@/components/disclosure.tsx';
import { ScrollRegion } from '@/components/scroll-region.tsx';

export function TrainingLog({ log, open }: { log: Model['log']; open: boolean }) {
  if (log.length === 0) return null;
  const entries = log.map((entry, index) => ({ ...entry, id: `${index}-${entry.at}` }));
  return (
    <Disclosure title="Log" open={open}>
      <ScrollRegion label="Training log" className="max-h-80 bg-sunken p-4">
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
    </Disclosure>
  );
}
