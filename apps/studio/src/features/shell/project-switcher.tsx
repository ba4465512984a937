'use client';

import { Menu } from '@base-ui/react/menu';
import clsx from 'clsx';
import { Check, ChevronsUpDown, LayoutGrid } from 'lucide-react';
import Link from 'next/link';
import { popupLook, rowLook } from '@/components/popup-look.ts';
import { useProject, useProjects } from '@/features/projects/queries.ts';

export function ProjectSwitcher({ projectId }: { projectId: string }) {
  const project = useProject(projectId);
  const projects = useProjects();
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={`Project ${project.data?.name ?? ''}: switch to another`}
        className="flex w-full items-center gap-2.5 rounded-xl border border-line bg-page px-2.5 py-2 text-left shadow-card hover:border-line-strong data-popup-open:border-line-strong"
      >
        <Initial name={project.data?.name ?? ' '} />
        <span className="min-w-0 flex-1 truncate font-semibold">{project.data?.name ?? '…'}</span>
        <ChevronsUpDown className="size-3.5 shrink-0 text-muted" aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="z-50 outline-hidden" sideOffset={6} align="start">
          <Menu.Popup className={clsx(popupLook, 'max-h-96 w-(--anchor-width) min-w-52 overflow-y-auto p-1')}>
            {projects.data?.data.map((each) => (
              <Menu.Item key={each.id} render={<Link href={`/projects/${each.id}`} />} className={rowLook}>
                <Initial name={each.name} />
                <span className="min-w-0 flex-1 truncate">{each.name}</span>
                {each.id === projectId && <Check className="size-4 text-accent-text" aria-label="current" />}
              </Menu.Item>
            ))}
            <Menu.Separator className="my-1 h-px bg-line" />
            <Menu.Item render={<Link href="/projects" />} className={rowLook}>
              <LayoutGrid className="mx-1 size-4 text-muted" aria-hidden="true" />
              All projects
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Initial({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-6 shrink-0 place-items-center rounded-md bg-accent text-xs font-semibold text-on-accent"
    >
      {[...name.trim()][0]?.toLocaleUpperCase()}
    </span>
  );
}
