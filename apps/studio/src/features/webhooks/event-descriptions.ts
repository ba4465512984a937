import type { WebhookEvent } from '@curio/contracts';

export const eventDescriptions: Record<WebhookEvent, string> = {
  'import.applied': 'An import was applied.',
  'import.rejected': 'An import was rejected.',
  'model.ready': 'A training finished; its version is ready.',
  'model.failed': 'A training failed.',
  'model.promoted': 'A version went live.',
  'recommendation.served': 'Recommendations were served; one delivery per answer.',
};
