import { CopyButton } from './copy-button.tsx';

/** Text to copy: a command, a key, a secret. Long lines wrap. */
export function CodeBlock({ text, label, copyLabel }: { text: string; label: string; copyLabel?: string }) {
  return (
    <figure aria-label={label} className="overflow-hidden rounded-xl border border-line bg-sunken">
      <div className="flex items-center justify-between gap-3 border-b border-line py-1.5 pr-1.5 pl-3.5">
        <span aria-hidden="true" className="text-xs font-medium text-muted">
          {label}
        </span>
        <CopyButton text={text} label={copyLabel ?? 'Copy'} tone="quiet" />
      </div>
      <pre className="px-3.5 py-3 font-mono text-[0.8125rem] leading-5 break-all whitespace-pre-wrap">
        <code>{text}</code>
      </pre>
    </figure>
  );
}
