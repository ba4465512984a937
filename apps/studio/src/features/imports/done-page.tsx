'use client';

import type { Import } from '@curio/contracts';
import { Download } from 'lucide-react';
import { useApi } from '@/api/provider.tsx';
import { Badge } from '@/components/badge.tsx';
import { ButtonAnchor, ButtonLink } from '@/components/button.tsx';
import { Card, Section } from '@/components/card.tsx';
import { formatCount } from '@/components/format.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { TrainNow } from '@/features/models/train-now.tsx';
import { useProject } from '@/features/projects/queries.ts';
import { useRefreshedProject } from '@/features/projects/use-refreshed-project.ts';
import { type ImportPlace, useImportIn } from './queries.ts';
import { RejectionList } from './rejection-list.tsx';
import { RowSum } from './row-counts.tsx';
import { WizardSteps } from './wizard-steps.tsx';

export function DonePage(place: ImportPlace) {
  const { shown, error, refetch, isPending } = useImportIn(place, ['applied', 'rejected', 'failed']);
  useRefreshedProject(place.projectId, shown?.phase);
  return (
    <div className="mx-auto max-w-3xl">
      <WizardSteps at={4} />
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {isPending && <SkeletonRows label="Loading the report" />}
      {shown && <Report place={place} report={shown} />}
    </div>
  );
}

function Report({ place, report }: { place: ImportPlace; report: Import }) {
  const applied = report.phase === 'applied';
  return (
    <>
      <PageHeader
        title={applied ? 'Import done' : 'Nothing was imported'}
        badge={applied ? <Badge tone="good">Applied</Badge> : <Badge tone="bad">{report.phase}</Badge>}
        note={report.filename}
      />
      <div className="space-y-7">
        {report.problem && (
          <Card className="border-bad/30 bg-bad-soft p-5">
            <p className="font-medium">{report.problem.detail}</p>
            <p className="mt-1 text-sm text-muted">
              The project is as it was before. Mend the file or the mapping and upload it again.
            </p>
          </Card>
        )}
        {report.rows && <RowSum rows={report.rows} kind={report.kind} />}
        {report.rejections.length > 0 && <Rejected place={place} report={report} />}
        {report.leftOut.length > 0 && <LeftOut report={report} />}
        <Next place={place} report={report} />
      </div>
    </>
  );
}

function Rejected({ place, report }: { place: ImportPlace; report: Import }) {
  const api = useApi();
  return (
    <Section
      title="Why rows were rejected"
      note="Mend them in the downloaded file, which names the line and the reason, and upload that file."
      actions={
        <ButtonAnchor size="small" href={api.imports.rejectedAddress(place.projectId, place.importId)} download>
          <Download aria-hidden="true" />
          Download{' '}
          {report.rows?.rejected === 1
            ? 'the rejected row'
            : `${formatCount(report.rows?.rejected ?? 0)} rejected rows`}
        </ButtonAnchor>
      }
    >
      <RejectionList rejections={report.rejections} />
    </Section>
  );
}

function LeftOut({ report }: { report: Import }) {
  return (
    <Section
      title="Cells that were left empty"
      note="Their rows were imported; these cells could not be read. If there are many, look at what the column was mapped to."
    >
      <RejectionList rejections={report.leftOut} />
    </Section>
  );
}

/** What the project still lacks comes first; with both in place, training. */
function Next({ place: { projectId }, report }: { place: ImportPlace; report: Import }) {
  const project = useProject(projectId);
  const counts = project.isFetching ? undefined : project.data?.counts;
  const base = `/projects/${projectId}/imports`;
  const applied = report.phase === 'applied';
  const lacking = counts?.items === 0 ? 'items' : counts?.interactions === 0 ? 'interactions' : null;
  return (
    <div className="flex flex-wrap gap-2 border-t border-line pt-6">
      {applied && lacking && (
        <ButtonLink tone="primary" href={`${base}/new?kind=${lacking}`}>
          Now upload {lacking === 'items' ? 'your catalogue' : 'interactions'}
        </ButtonLink>
      )}
      {applied && counts && !lacking && <TrainNow projectId={projectId} />}
      <ButtonLink tone={applied ? 'plain' : 'primary'} href={`${base}/new?kind=${report.kind}`}>
        Upload another file
      </ButtonLink>
      <ButtonLink tone="quiet" href={base}>
        All imports
      </ButtonLink>
    </div>
  );
}
