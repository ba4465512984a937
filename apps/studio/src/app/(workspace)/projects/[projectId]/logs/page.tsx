import { LogsPage } from '@/features/logs/logs-page.tsx';

export const metadata = { title: 'Logs' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <LogsPage projectId={projectId} />;
}
