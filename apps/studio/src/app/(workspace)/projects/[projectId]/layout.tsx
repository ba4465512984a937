import type { ReactNode } from 'react';
import { ProjectGate } from '@/features/projects/project-gate.tsx';

export default async function ProjectLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ projectId: string }>;
}) {
  const { projectId } = await params;
  return <ProjectGate projectId={projectId}>{children}</ProjectGate>;
}
