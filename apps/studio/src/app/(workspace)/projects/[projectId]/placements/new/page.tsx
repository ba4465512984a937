import { NewPlacementPage } from '@/features/placements/new-placement-page.tsx';

export const metadata = { title: 'New placement' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <NewPlacementPage projectId={projectId} />;
}
