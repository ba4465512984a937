import { ChevronsUpDown } from 'lucide-react';

export const projectTriggerStyles =
  'flex w-full items-center gap-2.5 rounded-xl border border-line bg-page px-2.5 py-2 text-left shadow-card hover:border-line-strong data-popup-open:border-line-strong';

export function ProjectTrigger({ name }: { name: string | undefined }) {
  return (
    <>
      <Initial name={name ?? ' '} />
      <span className="min-w-0 flex-1 truncate font-semibold">
        <span className="sr-only">Switch project: </span>
        {name ?? '…'}
      </span>
      <ChevronsUpDown className="size-3.5 shrink-0 text-muted" aria-hidden="true" />
    </>
  );
}

export function Initial({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-6 shrink-0 place-items-center rounded-md bg-accent text-xs font-semibold text-on-accent"
    >
      {[...name.trim()][0]?.toLocaleUpperCase()}
    </span>
  );
}
