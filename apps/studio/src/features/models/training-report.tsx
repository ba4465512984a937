import type { Model } from '@curio/contracts';
import { Card } from '@/components/card.tsx';
import { Disclosure } from '@/components/disclosure.tsx';

/** What happened during the training, in words: skipped algorithms, results of the trials, the reason of the choice. */
export function TrainingReport({ explanation }: { explanation: Model['explanation'] }) {
  const sentences = [...new Set(explanation)];
  if (sentences.length === 0) return null;
  return (
    <Disclosure title="Training report">
      <Card className="p-5">
        <ul className="list-disc space-y-1 pl-4 marker:text-line-strong">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Card>
    </Disclosure>
  );
}
