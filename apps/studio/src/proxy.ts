import { type NextRequest, NextResponse } from 'next/server';
import { apiAddress } from './api/address.ts';

/** Sets the content security policy of every page: a nonce per request for scripts, and this installation's API origin. */
export function proxy(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID());
  const development = process.env.NODE_ENV === 'development';
  const api = new URL(apiAddress(request.headers, { CURIO_API_URL: process.env.CURIO_API_URL })).origin;
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // Popups are positioned by style attributes, which nonces do not cover.
    "style-src 'self' 'unsafe-inline'",
    // Item pictures are hosted wherever the tenant keeps them.
    "img-src 'self' blob: data: https: http:",
    "font-src 'self'",
    `connect-src 'self' ${api}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  matcher: [{ source: '/((?!_next/static|_next/image|icon.svg).*)' }],
};
