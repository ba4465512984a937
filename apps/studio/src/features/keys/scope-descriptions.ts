import type { Scope } from '@curio/contracts';

export const scopeWords: Record<Scope, string> = {
  recommend: 'Ask for recommendations. What a shop or app needs.',
  'events:write': 'Send what people do, as it happens.',
  'catalogue:write': 'Change items and users.',
  'imports:write': 'Upload and apply files.',
  'models:read': 'See models and their metrics.',
  'models:write': 'Train, cancel, promote and roll back.',
  'webhooks:write': 'Manage webhooks.',
  admin: 'All of these, and projects and keys too. Keep it on your servers.',
};
