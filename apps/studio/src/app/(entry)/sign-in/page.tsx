import { Suspense } from 'react';
import { SignInForm } from '@/features/auth/sign-in-form.tsx';

export const metadata = { title: 'Sign in' };

export default function Page() {
  return (
    <Suspense>
      <SignInForm />
    </Suspense>
  );
}
