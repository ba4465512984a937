import { PreviewPage } from '@/features/preview/preview-page.tsx';

export const metadata = { title: 'Preview' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <PreviewPage projectId={projectId} />;
}
