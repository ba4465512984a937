import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiAddress } from '../src/api/address.ts';
import { curlCommand } from '../src/api/curl.ts';
import { errorFromBody } from '../src/api/problem.ts';
import { path, withQuery } from '../src/api/send.ts';
import { safeNext } from '../src/features/auth/safe-next.ts';

const headers = (entries: Record<string, string>) => ({ get: (name: string) => entries[name] ?? null });

describe('the API’s address', () => {
  it('is CURIO_API_URL, else port 4000 of the page’s host', () => {
    expect(apiAddress(headers({ host: 'studio.example' }), { CURIO_API_URL: 'https://api.example/' })).toBe(
      'https://api.example',
    );
    expect(apiAddress(headers({ host: '10.0.0.5:3000' }), {})).toBe('http://10.0.0.5:4000');
    expect(
      apiAddress(headers({ host: 'x', 'x-forwarded-host': 'shop.example', 'x-forwarded-proto': 'https' }), {}),
    ).toBe('https://shop.example:4000');
  });

  it('has the page’s hostname on loopback, so that the session cookie is sent', () => {
    const env = { CURIO_API_URL: 'http://localhost:4100' };
    expect(apiAddress(headers({ host: '127.0.0.1:3100' }), env)).toBe('http://127.0.0.1:4100');
    expect(apiAddress(headers({ host: 'localhost:3100' }), env)).toBe('http://localhost:4100');
    expect(apiAddress(headers({ host: 'evil.example' }), env)).toBe('http://localhost:4100');
  });

  it('ignores a host header that could inject a policy', () => {
    expect(apiAddress(headers({ host: "a; script-src 'unsafe-inline'" }), {})).toBe('http://localhost:4000');
  });
});

describe('requests and errors', () => {
  it('escapes any id in a path', () => {
    expect(path`/v1/projects/${'prj_1'}/users/${'a/b?c#d 100%'}/events`).toBe(
      '/v1/projects/prj_1/users/a%2Fb%3Fc%23d%20100%25/events',
    );
    expect(withQuery('/x', { q: '', limit: 20, cursor: undefined })).toBe('/x?limit=20');
  });

  it('quotes curl commands so that a shell reads them back exactly', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0')),
        (userId) => {
          const line = curlCommand(
            'http://localhost:4000',
            { method: 'POST', path: '/v1/x', body: { userId } },
            'cur_live_k',
          );
          const printed = execFileSync('sh', ['-c', line.replace(/^curl/, "printf '%s\\n'")], { encoding: 'utf8' });
          const json = printed.slice(printed.indexOf('-d\n') + 3, -1);
          expect(JSON.parse(json)).toEqual({ userId });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('reads cause and request id from any error response', () => {
    const problem = JSON.stringify({ code: 'conflict', detail: 'It runs already.', requestId: 'req_1', status: 409 });
    expect(errorFromBody(409, problem, null)).toMatchObject({
      code: 'conflict',
      message: 'It runs already.',
      requestId: 'req_1',
    });
    expect(errorFromBody(401, '{"message":"Invalid email or password"}', 'req_2')).toMatchObject({
      code: 'sign-in-refused',
      message: 'Invalid email or password',
      requestId: 'req_2',
    });
    expect(errorFromBody(502, '<html>Bad gateway</html>', null)).toMatchObject({ code: 'internal', status: 502 });
  });

  it('redirects after sign-in to paths of the studio only', () => {
    expect(safeNext('/projects/prj_1?x=1')).toBe('/projects/prj_1?x=1');
    for (const next of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      expect(safeNext(next)).toBe('/projects');
    }
  });
});
