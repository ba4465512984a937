import { ImportsPage } from '@/features/imports/imports-page.tsx';

export const metadata = { title: 'Imports' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <ImportsPage projectId={projectId} />;
}
