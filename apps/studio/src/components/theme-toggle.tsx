'use client';

import clsx from 'clsx';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { chooseTheme, readTheme, type Theme } from './theme.ts';

const choices = [
  { theme: 'system', label: 'System', Icon: Monitor },
  { theme: 'light', label: 'Light', Icon: Sun },
  { theme: 'dark', label: 'Dark', Icon: Moon },
] as const satisfies { theme: Theme; label: string; Icon: typeof Sun }[];

export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(readTheme()), []);
  return (
    <fieldset className="flex w-fit gap-0.5 rounded-lg bg-sunken p-0.5 ring-1 ring-line ring-inset">
      <legend className="sr-only">Colour theme</legend>
      {choices.map(({ theme: each, label, Icon }) => (
        <button
          key={each}
          type="button"
          aria-label={label}
          aria-pressed={theme === each}
          title={label}
          onClick={() => {
            chooseTheme(each);
            setTheme(each);
          }}
          className={clsx(
            'grid h-7 w-8 place-items-center rounded-md [&_svg]:size-3.5',
            theme === each ? 'bg-surface text-ink shadow-card' : 'text-muted hover:text-ink',
          )}
        >
          <Icon aria-hidden="true" />
        </button>
      ))}
    </fieldset>
  );
}
