import { Boxes, Eye, House, KeyRound, ScrollText, Settings, Upload, Webhook } from 'lucide-react';

/** The sections of a project, in the order of the data flow. */
export function sectionsOf(projectId: string) {
  const base = `/projects/${projectId}`;
  return [
    { href: base, label: 'Home', Icon: House, exact: true },
    { href: `${base}/imports`, label: 'Imports', Icon: Upload, exact: false },
    { href: `${base}/models`, label: 'Models', Icon: Boxes, exact: false },
    { href: `${base}/preview`, label: 'Preview', Icon: Eye, exact: false },
    { href: `${base}/keys`, label: 'API keys', Icon: KeyRound, exact: false },
    { href: `${base}/logs`, label: 'Logs', Icon: ScrollText, exact: false },
    { href: `${base}/webhooks`, label: 'Webhooks', Icon: Webhook, exact: false },
    { href: `${base}/settings`, label: 'Settings', Icon: Settings, exact: false },
  ];
}
