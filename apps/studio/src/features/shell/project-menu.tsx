'use client';

import { Menu } from '@base-ui/react/menu';
import clsx from 'clsx';
import { Check, LayoutGrid } from 'lucide-react';
import Link from 'next/link';
import { popupRowStyles, popupStyles } from '@/components/popup-styles.ts';
import { useProjects } from '@/features/projects/queries.ts';
import { Initial, ProjectTrigger, projectTriggerStyles } from './project-trigger.tsx';

export function ProjectMenu({ projectId, name }: { projectId: string; name: string | undefined }) {
  const projects = useProjects();
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className={projectTriggerStyles}>
        <ProjectTrigger name={name} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="z-50 outline-hidden" sideOffset={6} align="start">
          <Menu.Popup className={clsx(popupStyles, 'max-h-96 w-(--anchor-width) min-w-52 overflow-y-auto p-1')}>
            {projects.rows?.map((each) => (
              <Menu.Item key={each.id} render={<Link href={`/projects/${each.id}`} />} className={popupRowStyles}>
                <Initial name={each.name} />
                <span className="min-w-0 flex-1 truncate">{each.name}</span>
                {each.id === projectId && <Check className="size-4 text-accent-text" aria-label="current" />}
              </Menu.Item>
            ))}
            <Menu.Separator className="my-1 h-px bg-line" />
            <Menu.Item render={<Link href="/projects" />} className={popupRowStyles}>
              <LayoutGrid className="mx-1 size-4 text-muted" aria-hidden="true" />
              All projects
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
