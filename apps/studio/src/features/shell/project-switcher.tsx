'use client';

import { lazy, Suspense, useState } from 'react';
import { useProject } from '@/features/projects/queries.ts';
import { ProjectFace, projectTriggerLook } from './project-trigger.tsx';

const loadMenu = () => import('./project-menu.tsx').then((module) => ({ default: module.ProjectMenu }));
const ProjectMenu = lazy(loadMenu);

/** Names the project and leads to the others; the menu's code arrives when the pointer or the focus comes near. */
export function ProjectSwitcher({ projectId }: { projectId: string }) {
  const name = useProject(projectId).data?.name;
  const [wanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      aria-haspopup="menu"
      className={projectTriggerLook}
      onPointerEnter={() => void loadMenu()}
      onFocus={() => void loadMenu()}
      onClick={() => setWanted(true)}
    >
      <ProjectFace name={name} />
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <ProjectMenu projectId={projectId} name={name} />
    </Suspense>
  );
}
