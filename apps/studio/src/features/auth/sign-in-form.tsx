'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { useForm } from 'react-hook-form';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { Field, Input } from '@/components/field.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { safeNext } from './safe-next.ts';
import { emailRules, passwordRules } from './validation-rules.ts';

export function SignInForm() {
  const api = useApi();
  const router = useRouter();
  const cache = useQueryClient();
  const next = safeNext(useSearchParams().get('next'));
  const form = useForm({ defaultValues: { email: '', password: '' } });
  const signIn = useMutation({
    mutationFn: api.session.signIn,
    onSuccess: () => {
      cache.clear();
      router.replace(next);
    },
  });
  const { errors } = form.formState;
  return (
    <form noValidate onSubmit={form.handleSubmit((values) => signIn.mutate(values))} className="space-y-4">
      <div className="mb-6">
        <h1 className="text-2xl font-semibold tracking-[-0.022em]">Sign in</h1>
        <p className="mt-1 text-sm text-muted">Welcome back to your workspace.</p>
      </div>
      <ProblemNote error={signIn.error} />
      <Field label="Email" error={errors.email?.message}>
        {(control) => <Input {...control} type="email" autoComplete="email" {...form.register('email', emailRules)} />}
      </Field>
      <Field label="Password" error={errors.password?.message}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            {...form.register('password', passwordRules)}
          />
        )}
      </Field>
      <Button type="submit" tone="primary" size="large" className="w-full" busy={signIn.isPending || signIn.isSuccess}>
        Sign in
      </Button>
      <p className="text-center text-sm text-muted">
        No account yet?{' '}
        <Link href="/sign-up" className="font-medium text-accent-text underline underline-offset-3">
          Create an account
        </Link>
      </p>
    </form>
  );
}
