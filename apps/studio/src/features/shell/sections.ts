import {
  Boxes,
  ChartColumn,
  Eye,
  Gauge,
  House,
  KeyRound,
  Plug,
  ScrollText,
  Settings,
  SquareStack,
  Upload,
  Webhook,
} from 'lucide-react';

/** The sections of a project, in the order of the data flow. */
export function sectionsOf(projectId: string) {
  const base = `/projects/${projectId}`;
  return [
    { href: base, label: 'Home', Icon: House, exact: true },
    { href: `${base}/imports`, label: 'Imports', Icon: Upload, exact: false },
    { href: `${base}/models`, label: 'Models', Icon: Boxes, exact: false },
    { href: `${base}/preview`, label: 'Preview', Icon: Eye, exact: false },
    { href: `${base}/placements`, label: 'Placements', Icon: SquareStack, exact: false },
    { href: `${base}/insights`, label: 'Insights', Icon: ChartColumn, exact: false },
    { href: `${base}/connect`, label: 'Connect', Icon: Plug, exact: false },
    { href: `${base}/keys`, label: 'API keys', Icon: KeyRound, exact: false },
    { href: `${base}/logs`, label: 'Logs', Icon: ScrollText, exact: false },
    { href: `${base}/webhooks`, label: 'Webhooks', Icon: Webhook, exact: false },
    { href: `${base}/usage`, label: 'Usage', Icon: Gauge, exact: false },
    { href: `${base}/settings`, label: 'Settings', Icon: Settings, exact: false },
  ];
}
