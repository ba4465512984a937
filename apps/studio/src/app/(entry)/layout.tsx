import type { ReactNode } from 'react';
import { AuthLayout } from '@/features/auth/auth-layout.tsx';

export default function EntryLayout({ children }: { children: ReactNode }) {
  return <AuthLayout>{children}</AuthLayout>;
}
