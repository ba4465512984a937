import type { Scope } from '@curio/contracts';

export const scopeDescriptions: Record<Scope, string> = {
  recommend: 'Request recommendations.',
  'events:write': 'Send interactions as they happen.',
  'catalogue:write': 'Create, change and delete items and users.',
  'imports:write': 'Upload and apply files.',
  'models:read': 'Read models and their metrics.',
  'models:write': 'Train, cancel, promote and roll back.',
  'webhooks:write': 'Manage webhooks.',
  admin: 'All scopes, and managing projects and keys. For servers only.',
};
