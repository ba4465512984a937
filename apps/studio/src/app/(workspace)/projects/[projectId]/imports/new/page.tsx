import { UploadPage } from '@/features/imports/upload-page.tsx';

export const metadata = { title: 'Upload a file' };

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <UploadPage projectId={projectId} />;
}
