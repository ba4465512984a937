import { KeysPage } from '@/features/keys/keys-page.tsx';

export const metadata = { title: 'API keys' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <KeysPage projectId={projectId} />;
}
