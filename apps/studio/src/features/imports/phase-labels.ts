import type { ImportPhase } from '@curio/contracts';
import type { BadgeTone } from '@/components/badge.tsx';

export const phaseLabels: Record<ImportPhase, { label: string; tone: BadgeTone }> = {
  uploaded: { label: 'Map columns', tone: 'warn' },
  mapped: { label: 'Confirm', tone: 'warn' },
  queued: { label: 'Queued', tone: 'accent' },
  applying: { label: 'Importing', tone: 'accent' },
  applied: { label: 'Applied', tone: 'good' },
  rejected: { label: 'Rejected', tone: 'bad' },
  undone: { label: 'Undone', tone: 'warn' },
  failed: { label: 'Failed', tone: 'bad' },
};
