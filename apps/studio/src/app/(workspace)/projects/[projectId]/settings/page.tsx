import { SettingsPage } from '@/features/projects/settings-page.tsx';

export const metadata = { title: 'Settings' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <SettingsPage projectId={projectId} />;
}
