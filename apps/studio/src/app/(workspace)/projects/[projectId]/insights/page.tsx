import { InsightsPage } from '@/features/insights/insights-page.tsx';

export const metadata = { title: 'Insights' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <InsightsPage projectId={projectId} />;
}
