import { headers } from 'next/headers';
import { apiAddress } from '@/api/address.ts';
import { ConnectPage } from '@/features/connect/connect-page.tsx';

export const metadata = { title: 'Connect' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const api = apiAddress(await headers(), { CURIO_API_URL: process.env.CURIO_API_URL });
  return <ConnectPage projectId={projectId} api={api} />;
}
