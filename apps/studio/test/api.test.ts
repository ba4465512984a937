import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiAddress } from '../src/api/address.ts';
import { curlLine } from '../src/api/curl.ts';
import { errorFromBody } from '../src/api/problem.ts';
import { path, withQuery } from '../src/api/send.ts';
import { safeNext } from '../src/features/auth/safe-next.ts';

const bag = (entries: Record<string, string>) => ({ get: (name: string) => entries[name] ?? null });

describe('the API’s address', () => {
  it('is what the installation says, else port 4000 of the page’s host', () => {
    expect(apiAddress(bag({ host: 'studio.example' }), { CURIO_API_URL: 'https://api.example/' })).toBe(
      'https://api.example',
    );
    expect(apiAddress(bag({ host: '10.0.0.5:3000' }), {})).toBe('http://10.0.0.5:4000');
    expect(apiAddress(bag({ host: 'x', 'x-forwarded-host': 'shop.example', 'x-forwarded-proto': 'https' }), {})).toBe(
      'https://shop.example:4000',
    );
  });

  it('goes by the page’s name of the own machine, so that the session’s cookie comes along', () => {
    const env = { CURIO_API_URL: 'http://localhost:4100' };
    expect(apiAddress(bag({ host: '127.0.0.1:3100' }), env)).toBe('http://127.0.0.1:4100');
    expect(apiAddress(bag({ host: 'localhost:3100' }), env)).toBe('http://localhost:4100');
    expect(apiAddress(bag({ host: 'evil.example' }), env)).toBe('http://localhost:4100');
  });

  it('lets no header smuggle words into a policy', () => {
    expect(apiAddress(bag({ host: "a; script-src 'unsafe-inline'" }), {})).toBe('http://localhost:4000');
  });
});

describe('what the studio sends and shows', () => {
  it('keeps any id in one piece of the path', () => {
    expect(path`/v1/projects/${'prj_1'}/users/${'a/b?c#d 100%'}/events`).toBe(
      '/v1/projects/prj_1/users/a%2Fb%3Fc%23d%20100%25/events',
    );
    expect(withQuery('/x', { q: '', limit: 20, cursor: undefined })).toBe('/x?limit=20');
  });

  it('writes commands that a shell reads back exactly', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0')),
        (userId) => {
          const line = curlLine(
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

  it('tells a failure’s cause and request id, whatever the answer was', () => {
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

  it('goes on, after signing in, to a page of its own alone', () => {
    expect(safeNext('/projects/prj_1?x=1')).toBe('/projects/prj_1?x=1');
    for (const next of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      expect(safeNext(next)).toBe('/projects');
    }
  });
});
