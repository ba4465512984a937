import type { Scope } from '@curio/contracts';

export const scopeDescriptions: Record<Scope, string> = {
  recommend: 'Request recommendations. Reads no hidden items and no users.',
  'events:write': 'Send interactions as they happen.',
  'catalogue:read': 'List, search and read items, hidden ones too.',
  'catalogue:write': 'Create, change and delete items and users; read items.',
  'users:read': 'List and read users and their interactions: personal data.',
  'imports:write': 'Upload and apply files.',
  'models:read': 'Read models and their metrics.',
  'models:write': 'Train, cancel, promote and roll back.',
  'webhooks:write': 'Manage webhooks.',
  'logs:read': 'Read the request log: paths, errors, and bodies of failed requests.',
  admin: 'All scopes, and managing projects and keys. For servers only.',
};
