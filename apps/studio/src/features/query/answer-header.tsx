import type { Recommendation } from '@curio/contracts';
import { Info } from 'lucide-react';
import { AlgorithmLabel } from '@/features/models/algorithm-label.tsx';

/** Which version answered. */
export function AnswerModel({ answer }: { answer: Recommendation }) {
  if (!answer.model) return <>No model is live yet</>;
  return (
    <>
      Version {answer.model.version} · <AlgorithmLabel name={answer.model.algorithm} />
    </>
  );
}

/** Why the list is not, or not only, what was requested. */
export function FallbackNote({ answer }: { answer: Recommendation }) {
  if (!answer.fallback) return null;
  return (
    <p className="mb-3 flex gap-2.5 rounded-xl bg-live-soft px-4 py-3 text-[0.8125rem] text-ink">
      <Info className="mt-0.5 size-4 shrink-0 text-live" aria-hidden="true" />
      {answer.fallback}
    </p>
  );
}
