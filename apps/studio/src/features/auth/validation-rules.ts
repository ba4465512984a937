/** What the two forms ask of their fields. Written as rules, not as a schema: these pages come first and stay light. */
export const emailRules = {
  required: 'Give your email address',
  pattern: { value: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, message: 'Give an email address, such as you@example.com' },
};

export const passwordRules = { required: 'Give your password' };

export const newPasswordRules = {
  required: 'Choose a password',
  minLength: { value: 10, message: 'At least 10 characters' },
  maxLength: { value: 128, message: 'At most 128 characters' },
};

export const nameRules = {
  validate: (name: string) => name.trim() !== '' || 'Tell us what to call you',
  maxLength: { value: 80, message: 'At most 80 characters' },
};
