import { algorithmLabel } from './algorithm-words.ts';

/** Parameters as one readable line; the parts of a blend by name and weight, with their own settings in brackets. */
export function settings(params: Record<string, unknown>): string {
  return Object.entries(params)
    .map(([name, value]) => (name === 'parts' ? readable(value) : `${name} ${readable(value)}`))
    .join(', ');
}

function readable(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(3)));
  if (Array.isArray(value)) return value.map(readable).join(' + ');
  return isRecord(value) ? part(value) : String(value);
}

function part({ algorithm, weight, params, ...rest }: Record<string, unknown>): string {
  const inner = settings({ ...(isRecord(params) ? params : {}), ...rest });
  if (typeof algorithm !== 'string') return `(${inner})`;
  const times = typeof weight === 'number' ? ` × ${readable(weight)}` : '';
  return `${algorithmLabel(algorithm)}${times}${inner ? ` (${inner})` : ''}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
