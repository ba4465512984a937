'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useForm } from 'react-hook-form';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { Field, Input } from '@/components/field.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { emailRules, nameRules, newPasswordRules } from './validation-rules.ts';

export function SignUpForm() {
  const api = useApi();
  const router = useRouter();
  const cache = useQueryClient();
  const form = useForm({ defaultValues: { name: '', email: '', password: '' } });
  const signUp = useMutation({
    mutationFn: api.session.signUp,
    onSuccess: () => {
      cache.clear();
      router.replace('/projects');
    },
  });
  const { errors } = form.formState;
  return (
    <form noValidate onSubmit={form.handleSubmit((values) => signUp.mutate(values))} className="space-y-4">
      <div className="mb-6">
        <h1 className="text-2xl font-semibold tracking-[-0.022em]">Create an account</h1>
        <p className="mt-1 text-sm text-muted">
          Your account includes a workspace. Training a first model takes a few minutes.
        </p>
      </div>
      <ProblemNote error={signUp.error} />
      <Field label="Your name" error={errors.name?.message}>
        {(control) => <Input {...control} autoComplete="name" {...form.register('name', nameRules)} />}
      </Field>
      <Field label="Email" error={errors.email?.message}>
        {(control) => <Input {...control} type="email" autoComplete="email" {...form.register('email', emailRules)} />}
      </Field>
      <Field label="Password" hint="At least 10 characters." error={errors.password?.message}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            {...form.register('password', newPasswordRules)}
          />
        )}
      </Field>
      <Button type="submit" tone="primary" size="large" className="w-full" busy={signUp.isPending || signUp.isSuccess}>
        Create account
      </Button>
      <p className="text-center text-sm text-muted">
        Already have an account?{' '}
        <Link href="/sign-in" className="font-medium text-accent-text underline underline-offset-3">
          Sign in
        </Link>
      </p>
    </form>
  );
}
