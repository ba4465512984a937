'use client';

import { Select as Base } from '@base-ui/react/select';
import clsx from 'clsx';
import { Check, ChevronsUpDown } from 'lucide-react';
import { controlLook } from './field.tsx';
import { popupLook, rowLook } from './popup-look.ts';

export interface Choice<T extends string> {
  value: T;
  label: string;
  note?: string;
}

/** A list to choose one from. `label` names it for assistive technology where no visible label is tied to `id`. */
export function Select<T extends string>({
  value,
  onChange,
  choices,
  label,
  placeholder,
  id,
  className,
  invalid,
}: {
  value: T | null;
  onChange: (value: T) => void;
  choices: readonly Choice<T>[];
  label?: string;
  placeholder?: string;
  id?: string;
  className?: string;
  invalid?: boolean;
}) {
  return (
    <Base.Root
      items={choices as Choice<T>[]}
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <Base.Trigger
        id={id}
        aria-label={label}
        aria-invalid={invalid || undefined}
        className={clsx(controlLook, 'flex h-9 items-center justify-between gap-2 text-left', className)}
      >
        <Base.Value placeholder={placeholder} className="truncate data-placeholder:text-muted" />
        <Base.Icon>
          <ChevronsUpDown className="size-3.5 text-muted" aria-hidden="true" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50 outline-hidden select-none" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className={clsx(popupLook, 'min-w-(--anchor-width)')}>
            <Base.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1">
              {choices.map((choice) => (
                <Base.Item key={choice.value} value={choice.value} className={clsx(rowLook, 'pr-8')}>
                  <span className="min-w-0">
                    <Base.ItemText>{choice.label}</Base.ItemText>
                    {choice.note && <span className="block text-xs text-muted">{choice.note}</span>}
                  </span>
                  <Base.ItemIndicator className="absolute right-2.5">
                    <Check className="size-4 text-accent-text" aria-hidden="true" />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
