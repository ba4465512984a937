'use client';

import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { Field, Input } from './field.tsx';
import { ProblemNote } from './problem-note.tsx';

/** Asks before an action that cannot be undone. With `typeToConfirm`, the user types that text first. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  action,
  typeToConfirm,
  busy,
  error,
  onConfirm,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  action: string;
  typeToConfirm?: string;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
}) {
  const [typed, setTyped] = useState('');
  const ready = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setTyped('');
        onOpenChange(next);
      }}
      title={title}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onConfirm();
        }}
      >
        <div className="space-y-3 text-sm text-muted">{children}</div>
        {typeToConfirm !== undefined && (
          <Field label={<>Type “{typeToConfirm}” to confirm</>} className="mt-4">
            {(control) => (
              <Input
                {...control}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                autoComplete="off"
                spellCheck={false}
              />
            )}
          </Field>
        )}
        <ProblemNote error={error} className="mt-4" />
        <DialogActions>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" tone="danger" busy={busy} disabled={!ready}>
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
