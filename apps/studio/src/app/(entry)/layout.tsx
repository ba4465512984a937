import type { ReactNode } from 'react';
import { EntryFrame } from '@/features/auth/auth-layout.tsx';

export default function EntryLayout({ children }: { children: ReactNode }) {
  return <EntryFrame>{children}</EntryFrame>;
}
