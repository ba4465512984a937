import { ModelsPage } from '@/features/models/models-page.tsx';

export const metadata = { title: 'Models' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <ModelsPage projectId={projectId} />;
}
