import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Container build: the server with only the packages it uses, in its own folder so that the build of `next start` is kept. */
const standalone = process.env.CURIO_STUDIO_STANDALONE === 'true';

const config: NextConfig = {
  ...(standalone ? { output: 'standalone', distDir: '.next-standalone', outputFileTracingRoot: root } : {}),
  // The lockfile and the workspace packages are two folders up.
  turbopack: { root },
  transpilePackages: ['@curio/contracts'],
  // `npm run verify` checks types. A build would check the tests too, whose packages `npm start` does not install.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  // The content security policy names the API's address, known only at run time: src/proxy.ts sets it.
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
        { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), browsing-topics=()' },
      ],
    },
  ],
};

export default config;
