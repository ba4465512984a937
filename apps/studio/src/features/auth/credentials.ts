import * as z from 'zod/mini';

const email = z.email('Give an email address, such as you@example.com');

export const signInSchema = z.object({
  email,
  password: z.string().check(z.minLength(1, 'Give your password')),
});
export type SignIn = z.infer<typeof signInSchema>;

export const signUpSchema = z.object({
  name: z
    .string()
    .check(z.trim(), z.minLength(1, 'Tell us what to call you'), z.maxLength(80, 'At most 80 characters')),
  email,
  password: z.string().check(z.minLength(8, 'At least 8 characters'), z.maxLength(128, 'At most 128 characters')),
});
export type SignUp = z.infer<typeof signUpSchema>;
