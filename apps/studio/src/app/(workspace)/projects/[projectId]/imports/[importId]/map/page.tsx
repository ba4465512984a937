import { MapPage } from '@/features/imports/map-page.tsx';

export const metadata = { title: 'Map the columns' };

export default async function Page({ params }: { params: Promise<{ projectId: string; importId: string }> }) {
  return <MapPage {...(await params)} />;
}
