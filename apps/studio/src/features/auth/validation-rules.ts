/** Validation of the sign-in and sign-up forms, as plain rules: a zod schema would add its library to the first page. */
export const emailRules = {
  required: 'Enter your email address',
  pattern: { value: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, message: 'Enter an email address, such as you@example.com' },
};

export const passwordRules = { required: 'Enter your password' };

export const newPasswordRules = {
  required: 'Choose a password',
  minLength: { value: 10, message: 'At least 10 characters' },
  maxLength: { value: 128, message: 'At most 128 characters' },
};

export const nameRules = {
  validate: (name: string) => name.trim() !== '' || 'Enter your name',
  maxLength: { value: 80, message: 'At most 80 characters' },
};
