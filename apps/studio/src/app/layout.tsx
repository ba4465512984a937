import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { apiAddress } from '@/api/address.ts';
import { ApiProvider } from '@/api/provider.tsx';
import { Notices } from '@/components/notices.tsx';
import { themeScript } from '@/components/theme.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Curio', template: '%s · Curio' },
  description: 'Recommendations from your own CSV files: upload, train, call.',
};
export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f9f8f5' },
    { media: '(prefers-color-scheme: dark)', color: '#0b1215' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const requestHeaders = await headers();
  const address = apiAddress(requestHeaders, { CURIO_API_URL: process.env.CURIO_API_URL });
  return (
    <html lang="en" suppressHydrationWarning>
      <body className="min-h-dvh font-sans">
        <script nonce={requestHeaders.get('x-nonce') ?? undefined} suppressHydrationWarning>
          {themeScript}
        </script>
        <NuqsAdapter>
          <ApiProvider address={address}>{children}</ApiProvider>
        </NuqsAdapter>
        <Notices />
      </body>
    </html>
  );
}
