import { ConfirmPage } from '@/features/imports/confirm-page.tsx';

export const metadata = { title: 'Confirm the import' };

export default async function Page({ params }: { params: Promise<{ projectId: string; importId: string }> }) {
  return <ConfirmPage {...(await params)} />;
}
