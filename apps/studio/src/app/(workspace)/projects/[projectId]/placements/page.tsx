import { PlacementsPage } from '@/features/placements/placements-page.tsx';

export const metadata = { title: 'Placements' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <PlacementsPage projectId={projectId} />;
}
