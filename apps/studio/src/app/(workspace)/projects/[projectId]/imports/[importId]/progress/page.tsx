import { ProgressPage } from '@/features/imports/progress-page.tsx';

export const metadata = { title: 'Importing' };

export default async function Page({ params }: { params: Promise<{ projectId: string; importId: string }> }) {
  return <ProgressPage {...(await params)} />;
}
