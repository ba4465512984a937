function Mark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#175a63" />
      <g fill="#fff">
        <rect x="7" y="7" width="8" height="8" rx="2" />
        <rect x="7" y="17" width="8" height="8" rx="2" />
        <rect x="17" y="17" width="8" height="8" rx="2" />
      </g>
      <circle cx="21" cy="11" r="4" fill="#f0c66b" />
    </svg>
  );
}

export function Logo() {
  return (
    <span className="inline-flex items-center gap-2.5">
      <Mark />
      <span className="text-[1.0625rem] font-semibold tracking-[-0.03em]">Curio</span>
    </span>
  );
}
