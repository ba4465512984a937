'use client';

import { createContext, useContext } from 'react';

/** What is wrong with the settings on the screen: JSON pointer → message. */
export type PointerErrorMap = ReadonlyMap<string, string>;

const Errors = createContext<PointerErrorMap>(new Map());
export const PointerErrors = Errors.Provider;

/** The message at the pointer, or at a part of it where `parts` is set. */
export function useErrorAt(pointer: string, parts = false): string | undefined {
  const errors = useContext(Errors);
  const exact = errors.get(pointer);
  if (exact !== undefined || !parts) return exact;
  for (const [at, message] of errors) if (at.startsWith(`${pointer}/`)) return message;
  return undefined;
}

export function ErrorText({ id, message }: { id?: string; message: string | undefined }) {
  if (message === undefined) return null;
  return (
    <p id={id} role="alert" className="text-[0.8125rem] leading-5 text-bad-text">
      {message}
    </p>
  );
}

/** All messages at the pointer and below it. */
export function useErrorsBelow(pointer: string): { at: string; message: string }[] {
  const errors = useContext(Errors);
  return [...errors]
    .filter(([at]) => at === pointer || at.startsWith(`${pointer}/`))
    .map(([at, message]) => ({ at, message }));
}
