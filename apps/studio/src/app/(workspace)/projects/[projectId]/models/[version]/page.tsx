import { notFound } from 'next/navigation';
import { ModelPage } from '@/features/models/model-page.tsx';

interface Props {
  params: Promise<{ projectId: string; version: string }>;
}

export async function generateMetadata({ params }: Props) {
  return { title: `Model ${(await params).version}` };
}

export default async function Page({ params }: Props) {
  const { projectId, version } = await params;
  if (!/^\d{1,9}$/.test(version)) notFound();
  return <ModelPage projectId={projectId} version={Number(version)} />;
}
