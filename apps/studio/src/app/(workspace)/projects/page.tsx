import { ProjectsPage } from '@/features/projects/projects-page.tsx';

export const metadata = { title: 'Projects' };

export default function Page() {
  return <ProjectsPage />;
}
