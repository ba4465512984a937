import { z } from 'zod';

export const placementName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,63}$/,
    'A name has at most 64 lower-case letters, digits, - and _, and begins with a letter or digit',
  );
