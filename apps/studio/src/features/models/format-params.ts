import { algorithmLabel } from './algorithm-choices.ts';

/** Parameters as one line; ensemble members by name and weight, with their own parameters in brackets. */
export function formatParams(params: Record<string, unknown>): string {
  return Object.entries(params)
    .map(([name, value]) => (name === 'parts' ? formatValue(value) : `${name} ${formatValue(value)}`))
    .join(', ');
}

function formatValue(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(3)));
  if (Array.isArray(value)) return value.map(formatValue).join(' + ');
  return isRecord(value) ? formatMember(value) : String(value);
}

function formatMember({ algorithm, weight, params, ...rest }: Record<string, unknown>): string {
  const inner = formatParams({ ...(isRecord(params) ? params : {}), ...rest });
  if (typeof algorithm !== 'string') return `(${inner})`;
  const times = typeof weight === 'number' ? ` × ${formatValue(weight)}` : '';
  return `${algorithmLabel(algorithm)}${times}${inner ? ` (${inner})` : ''}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
