import { formatDateTime, formatTimeAgo } from './format.ts';

export function TimeAgo({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatTimeAgo(at, Date.now())}
    </time>
  );
}
