import type { Import } from '@curio/contracts';
import { Card } from '@/components/card.tsx';
import { formatCount } from '@/components/format.ts';

export function RejectionList({ rejections }: { rejections: Import['rejections'] }) {
  return (
    <Card className="overflow-hidden">
      <table className="w-full text-left text-sm">
        <thead className="border-b border-line text-xs text-muted">
          <tr>
            <th scope="col" className="px-5 py-2.5 font-medium">
              Reason
            </th>
            <th scope="col" className="px-3 py-2.5 text-right font-medium">
              Rows
            </th>
            <th scope="col" className="px-5 py-2.5 text-right font-medium whitespace-nowrap">
              First line
            </th>
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {rejections.map((each) => (
            <tr key={`${each.column}-${each.reason}`} className="not-first:border-t">
              <td className="px-5 py-3 break-words">
                {each.reason}
                {each.column && <span className="block text-xs text-muted">in column {each.column}</span>}
              </td>
              <td className="px-3 py-3 text-right font-medium">{formatCount(each.rows)}</td>
              <td className="px-5 py-3 text-right text-muted">{formatCount(each.firstLine)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
