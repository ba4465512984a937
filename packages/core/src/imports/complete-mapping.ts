import type { ColumnPreview, Mapping } from '@curio/contracts';

/** The mapping with the detected date order and decimal separator of each column for which it gives none. */
export function completeMapping(columns: readonly ColumnPreview[], mapping: Mapping): Mapping {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const targets = Object.entries(mapping.columns).map(([name, target]) => {
    const { dateOrder, decimal } = byName.get(name) ?? {};
    return [name, { ...(dateOrder && { dateOrder }), ...(decimal && { decimal }), ...target }] as const;
  });
  return { ...mapping, columns: Object.fromEntries(targets) };
}
