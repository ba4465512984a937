import { ProjectsPage } from '@/features/overview/projects-page.tsx';

export const metadata = { title: 'Projects' };

export default function Page() {
  return <ProjectsPage />;
}
