import type { Algorithms } from './use-algorithms.ts';

/**
 * Parameters of an algorithm as one line, such as "Latent factors (d) = 64, Iterations = 12". Ensemble members by name and
 * weight, with their own parameters in brackets.
 */
export function formatParams(algorithms: Algorithms, algorithm: string, params: Record<string, unknown>): string {
  return Object.entries(params)
    .map(([name, value]) =>
      name === 'members'
        ? formatValue(algorithms, value)
        : `${algorithms.paramLabel(algorithm, name)} = ${formatValue(algorithms, value)}`,
    )
    .join(', ');
}

function formatValue(algorithms: Algorithms, value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(3)));
  if (Array.isArray(value)) return value.map((entry) => formatValue(algorithms, entry)).join(' + ');
  return isRecord(value) ? formatMember(algorithms, value) : String(value);
}

function formatMember(
  algorithms: Algorithms,
  { algorithm, weight, params, countShrinkage }: Record<string, unknown>,
): string {
  const name = typeof algorithm === 'string' ? algorithm : '';
  const shrinkage = countShrinkage ? [`Count shrinkage = ${formatValue(algorithms, countShrinkage)}`] : [];
  const own = isRecord(params) ? formatParams(algorithms, name, params) : '';
  const inner = [own, ...shrinkage].filter(Boolean).join(', ');
  const times = typeof weight === 'number' ? ` × ${formatValue(algorithms, weight)}` : '';
  return `${algorithms.label(name)}${times}${inner ? ` (${inner})` : ''}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
