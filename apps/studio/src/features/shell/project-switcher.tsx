'use client';

import { lazy, Suspense, useState } from 'react';
import { useProject } from '@/features/projects/queries.ts';
import { ProjectTrigger, projectTriggerStyles } from './project-trigger.tsx';

const loadMenu = () => import('./project-menu.tsx').then((module) => ({ default: module.ProjectMenu }));
const ProjectMenu = lazy(loadMenu);

/** Shows the project and opens a menu of the others. The menu's code is loaded on hover or focus. */
export function ProjectSwitcher({ projectId }: { projectId: string }) {
  const name = useProject(projectId).data?.name;
  const [opened, setOpened] = useState(false);
  const button = (
    <button
      type="button"
      aria-haspopup="menu"
      className={projectTriggerStyles}
      onPointerEnter={() => void loadMenu()}
      onFocus={() => void loadMenu()}
      onClick={() => setOpened(true)}
    >
      <ProjectTrigger name={name} />
    </button>
  );
  if (!opened) return button;
  return (
    <Suspense fallback={button}>
      <ProjectMenu projectId={projectId} name={name} />
    </Suspense>
  );
}
