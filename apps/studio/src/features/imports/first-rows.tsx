import type { Import } from '@curio/contracts';
import { Section } from '@/components/card.tsx';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { labelOf } from './labels.ts';
import { isList, type Target, targetOf } from './mapping-draft.ts';

/** The first rows of the file under the fields that they are mapped to. */
export function FirstRows({ draft }: { draft: Import }) {
  const columns = draft.columns
    .map((column, index) => ({ index, name: column.name, target: targetOf(draft.mapping, column.name) }))
    .filter(({ target }) => target.field !== 'ignore');
  const defaults = Object.entries(draft.mapping.defaults ?? {}).filter(([, value]) => value !== '');
  const rows = draft.preview.slice(0, 5).map((cells, number) => ({ id: `row-${number}`, cells }));
  const leftOut = draft.columns.length - columns.length;
  return (
    <Section
      title="Preview of the first rows"
      note={leftOut > 0 ? `${leftOut === 1 ? '1 column is' : `${leftOut} columns are`} left out.` : undefined}
    >
      <ScrollRegion label="The first rows">
        <table className="w-full text-left text-[0.8125rem]">
          <thead className="border-b border-line text-xs">
            <tr>
              {columns.map(({ index, name, target }) => (
                <th key={index} scope="col" className="px-4 py-2.5 font-medium whitespace-nowrap">
                  {target.field === 'custom' ? target.name : labelOf(target.field)}
                  <span className="block font-normal text-muted">{name}</span>
                </th>
              ))}
              {defaults.map(([field]) => (
                <th key={field} scope="col" className="px-4 py-2.5 font-medium whitespace-nowrap">
                  {labelOf(field)}
                  <span className="block font-normal text-muted">for all rows</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, cells }) => (
              <tr key={id} className="not-first:border-t">
                {columns.map(({ index, target }) => (
                  <td key={index} className="max-w-56 truncate px-4 py-2">
                    {formatCell(cells[index] ?? '', target)}
                  </td>
                ))}
                {defaults.map(([field, value]) => (
                  <td key={field} className="px-4 py-2 text-muted">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Section>
  );
}

function formatCell(cell: string, target: Target): string {
  if (!isList(target) || !target.separator) return cell;
  return cell
    .split(target.separator)
    .map((entry) => entry.trim())
    .filter(Boolean)
    .join(' · ');
}
