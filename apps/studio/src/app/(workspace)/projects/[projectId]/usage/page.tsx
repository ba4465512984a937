import { UsagePage } from '@/features/usage/usage-page.tsx';

export const metadata = { title: 'Usage' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <UsagePage projectId={projectId} />;
}
