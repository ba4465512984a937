import { DonePage } from '@/features/imports/done-page.tsx';

export const metadata = { title: 'Import report' };

export default async function Page({ params }: { params: Promise<{ projectId: string; importId: string }> }) {
  return <DonePage {...(await params)} />;
}
