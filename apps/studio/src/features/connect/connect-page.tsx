import { Section } from '@/components/card.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { CodeTabs } from './code-tabs.tsx';
import { FirstCallCard } from './first-call-card.tsx';
import { highlight } from './highlight.ts';
import { ProjectId } from './project-id.tsx';
import { snippetsFor } from './snippets.ts';

/** Code with the real project id. Rendered on the server: highlighting stays there. */
export async function ConnectPage({ projectId, api }: { projectId: string; api: string }) {
  const snippets = await Promise.all(snippetsFor(api, projectId, 'USER_ID').map(highlight));
  return (
    <>
      <PageHeader
        title="Connect"
        note="Call the API from your app. Any HTTP client works; these snippets have your project id."
      />
      <div className="space-y-8">
        <FirstCallCard projectId={projectId} />
        <Section
          title="Ask for recommendations"
          note="Replace USER_ID with the id of a user. An unknown user gets popular items, never an error."
          actions={<ProjectId projectId={projectId} />}
        >
          <CodeTabs snippets={snippets} />
        </Section>
        <Section title="Next">
          <ul className="grid gap-3 text-[0.8125rem] sm:grid-cols-2">
            <NextStep
              title="Send events"
              note="impression, click and convert with the recommendationId feed Insights, and the next recommendations."
            />
            <NextStep
              title="Name a placement"
              note="Send a placement, such as “home”, and change strategy, filter and rules in the studio, without a release."
            />
          </ul>
        </Section>
        <p className="text-[0.8125rem] text-muted">
          Every route, with “try it”:{' '}
          <a href={`${api}/docs`} className="font-medium text-accent-text underline underline-offset-3">
            API reference
          </a>
        </p>
      </div>
    </>
  );
}

function NextStep({ title, note }: { title: string; note: string }) {
  return (
    <li className="rounded-2xl border border-line bg-surface p-4 shadow-card">
      <h3 className="font-medium">{title}</h3>
      <p className="mt-0.5 text-muted">{note}</p>
    </li>
  );
}
