'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

export function CopyButton({
  text,
  label = 'Copy',
  tone = 'plain',
}: {
  text: string;
  label?: string;
  tone?: 'plain' | 'primary' | 'quiet';
}) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'denied'>('idle');
  useEffect(() => {
    if (outcome === 'idle') return;
    const timer = setTimeout(() => setOutcome('idle'), 2500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('denied'),
    );
  return (
    <>
      <Button size="small" tone={tone} onClick={copy}>
        {outcome === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        {outcome === 'copied' ? 'Copied' : outcome === 'denied' ? 'Press Ctrl+C' : label}
      </Button>
      <span role="status" className="sr-only">
        {outcome === 'copied' ? 'Copied to the clipboard' : ''}
      </span>
    </>
  );
}
