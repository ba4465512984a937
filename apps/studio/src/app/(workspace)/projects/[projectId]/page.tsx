import { HomePage } from '@/features/overview/home-page.tsx';

export const metadata = { title: 'Home' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <HomePage projectId={projectId} />;
}
