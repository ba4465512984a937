import { PlacementPage } from '@/features/placements/placement-page.tsx';

interface Props {
  params: Promise<{ projectId: string; name: string }>;
}

export async function generateMetadata({ params }: Props) {
  return { title: `Placement ${decodeURIComponent((await params).name)}` };
}

export default async function Page({ params }: Props) {
  const { projectId, name } = await params;
  return <PlacementPage projectId={projectId} name={decodeURIComponent(name)} />;
}
