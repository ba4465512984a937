import type { Model } from '@curio/contracts';
import { CircleCheck, CircleSlash } from 'lucide-react';
import { Card } from '@/components/card.tsx';

/** Whether the version passed the gate, and how it was chosen. */
export function GateResult({ model }: { model: Model }) {
  if (model.gate === null && model.explanation.length === 0) return null;
  const sentences = [...new Set(model.explanation)];
  return (
    <Card className="flex gap-4 p-6">
      {model.gate?.passed ? (
        <CircleCheck className="mt-0.5 size-5 shrink-0 text-good" aria-hidden="true" />
      ) : (
        <CircleSlash className="mt-0.5 size-5 shrink-0 text-warn" aria-hidden="true" />
      )}
      <div className="min-w-0 space-y-2">
        {model.gate && (
          <>
            <h2 className="text-[0.9375rem] font-semibold tracking-tight">
              {model.gate.passed ? 'Gate passed' : 'Gate not passed'}
            </h2>
            <p>{model.gate.why}</p>
          </>
        )}
        {sentences.length > 0 && (
          <ul className="list-disc space-y-1 pl-4 text-muted marker:text-line-strong">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
