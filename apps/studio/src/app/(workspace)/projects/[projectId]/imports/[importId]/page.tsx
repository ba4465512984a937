import { CurrentStepPage } from '@/features/imports/current-step-page.tsx';

export const metadata = { title: 'Import' };

export default async function Page({ params }: { params: Promise<{ projectId: string; importId: string }> }) {
  return <CurrentStepPage {...(await params)} />;
}
