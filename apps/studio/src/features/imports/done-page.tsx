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
import { useProjectRefresh } from '@/features/projects/use-project-refresh.ts';
import { phaseLabels } from './phase-labels.ts';
import { ProblemRows } from './problem-rows.tsx';
import { type ImportRef, useImportIn } from './queries.ts';
import { RejectionList } from './rejection-list.tsx';
import { RowCounts } from './row-counts.tsx';
import { UndoImport } from './undo-import.tsx';
import { WizardSteps } from './wizard-steps.tsx';

export function DonePage(importRef: ImportRef) {
  const { shown, error, refetch, isPending } = useImportIn(importRef, ['applied', 'rejected', 'failed', 'undone']);
  useProjectRefresh(importRef.projectId, shown?.phase);
  return (
    <div className="mx-auto max-w-3xl">
      <WizardSteps at={4} />
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {isPending && <SkeletonRows label="Loading the report" />}
      {shown && <Report importRef={importRef} report={shown} />}
    </div>
  );
}

function Report({ importRef, report }: { importRef: ImportRef; report: Import }) {
  const applied = report.phase === 'applied';
  return (
    <>
      <PageHeader
        title={applied ? 'Import done' : report.phase === 'undone' ? 'Import undone' : 'Nothing was imported'}
        badge={<Badge tone={phaseLabels[report.phase].tone}>{phaseLabels[report.phase].label}</Badge>}
        note={report.filename}
      />
      <div className="space-y-7">
        {report.problem && !applied && (
          <Card className="border-bad/30 bg-bad-soft p-5">
            <p className="font-medium">{report.problem.detail}</p>
            <p className="mt-1 text-sm text-muted">
              The project is unchanged. Correct the file or the mapping and upload it again.
            </p>
          </Card>
        )}
        {report.rows && <RowCounts rows={report.rows} kind={report.kind} />}
        {report.rejections.length > 0 && <Rejected importRef={importRef} report={report} />}
        {report.leftOut.length > 0 && <UnreadableCells report={report} />}
        {report.rows && report.rows.rejected > 0 && <ProblemRows importRef={importRef} report={report} />}
        {applied && <UndoImport importRef={importRef} report={report} />}
        <Next importRef={importRef} report={report} />
      </div>
    </>
  );
}

function Rejected({ importRef, report }: { importRef: ImportRef; report: Import }) {
  const api = useApi();
  return (
    <Section
      title="Rejected rows"
      note="The download has each rejected row with its line number and reason. Correct the rows there and upload that file."
      actions={
        <ButtonAnchor size="small" href={api.imports.rejectedRowsUrl(importRef.projectId, importRef.importId)} download>
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

function UnreadableCells({ report }: { report: Import }) {
  return (
    <Section
      title="Unreadable cells"
      note="These cells could not be parsed and were left empty; their rows were imported. If there are many, check the mapping of the column."
    >
      <RejectionList rejections={report.leftOut} />
    </Section>
  );
}

/** The next action: upload missing items or interactions, else train. */
function Next({ importRef: { projectId }, report }: { importRef: ImportRef; report: Import }) {
  const project = useProject(projectId);
  const counts = project.isFetching ? undefined : project.data?.counts;
  const base = `/projects/${projectId}/imports`;
  const applied = report.phase === 'applied';
  const missing = counts?.items === 0 ? 'items' : counts?.interactions === 0 ? 'interactions' : null;
  return (
    <div className="flex flex-wrap gap-2 border-t border-line pt-6">
      {applied && missing && (
        <ButtonLink tone="primary" href={`${base}/new?kind=${missing}`}>
          Next: upload {missing}
        </ButtonLink>
      )}
      {applied && counts && !missing && <TrainNow projectId={projectId} />}
      <ButtonLink tone={applied ? 'plain' : 'primary'} href={`${base}/new?kind=${report.kind}`}>
        Upload another file
      </ButtonLink>
      <ButtonLink tone="quiet" href={base}>
        All imports
      </ButtonLink>
    </div>
  );
}
