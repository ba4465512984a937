import type { ColumnPreview, Mapping } from '@curio/contracts';

/** What a mapping leaves open about how dates and numbers are written, filled in with what the file itself showed. */
export function completeMapping(columns: readonly ColumnPreview[], mapping: Mapping): Mapping {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const targets = Object.entries(mapping.columns).map(([name, target]) => {
    const { dateOrder, decimal } = byName.get(name) ?? {};
    return [name, { ...(dateOrder && { dateOrder }), ...(decimal && { decimal }), ...target }] as const;
  });
  return { ...mapping, columns: Object.fromEntries(targets) };
}
