import type { WebhookEvent } from '@curio/contracts';

export const eventWords: Record<WebhookEvent, string> = {
  'import.applied': 'A file was imported.',
  'import.rejected': 'A file could not be imported.',
  'model.ready': 'A training has ended well.',
  'model.failed': 'A training has failed.',
  'model.promoted': 'Another version went live.',
  'recommendation.served': 'An answer was given: one call for each.',
};
