import { cva, type VariantProps } from 'class-variance-authority';
import clsx from 'clsx';
import Link from 'next/link';
import type { ComponentProps } from 'react';
import { Spinner } from './spinner.tsx';

const buttonStyles = cva(
  'inline-flex items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap select-none transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        primary: 'bg-accent text-on-accent shadow-card hover:bg-accent-hover',
        plain: 'border border-line bg-surface text-ink shadow-card hover:bg-sunken',
        quiet: 'text-muted hover:bg-sunken hover:text-ink',
        danger: 'bg-bad text-on-bad shadow-card hover:bg-bad-hover',
      },
      size: {
        medium: 'h-9 px-3.5 text-sm',
        small: 'h-8 px-2.5 text-[0.8125rem]',
        large: 'h-11 px-5 text-[0.9375rem]',
        icon: 'size-9',
      },
    },
    defaultVariants: { tone: 'plain', size: 'medium' },
  },
);

type ButtonVariants = VariantProps<typeof buttonStyles>;

/** `busy` disables the button and shows a spinner; its label stays. */
export function Button({
  tone,
  size,
  busy = false,
  className,
  children,
  disabled,
  ...rest
}: ComponentProps<'button'> & ButtonVariants & { busy?: boolean }) {
  return (
    <button
      type="button"
      className={clsx(buttonStyles({ tone, size }), className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

export function ButtonLink({ tone, size, className, ...rest }: ComponentProps<typeof Link> & ButtonVariants) {
  return <Link className={clsx(buttonStyles({ tone, size }), className)} {...rest} />;
}

/** For URLs outside the studio, such as a file to download. */
export function ButtonAnchor({ tone, size, className, children, ...rest }: ComponentProps<'a'> & ButtonVariants) {
  return (
    <a className={clsx(buttonStyles({ tone, size }), className)} {...rest}>
      {children}
    </a>
  );
}
