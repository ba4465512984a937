import { Compass } from 'lucide-react';
import { ButtonLink } from '@/components/button.tsx';
import { EmptyState } from '@/components/empty-state.tsx';

export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-6 py-24">
      <h1 className="sr-only">Page not found</h1>
      <EmptyState
        icon={<Compass />}
        title="This page does not exist"
        action={
          <ButtonLink tone="primary" href="/projects">
            Go to your projects
          </ButtonLink>
        }
      >
        The address may be mistyped, or the page was deleted.
      </EmptyState>
    </main>
  );
}
