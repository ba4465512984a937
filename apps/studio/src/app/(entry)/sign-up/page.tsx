import { SignUpForm } from '@/features/auth/sign-up-form.tsx';

export const metadata = { title: 'Create an account' };

export default function Page() {
  return <SignUpForm />;
}
