'use client';

import clsx from 'clsx';
import { LayoutGrid, ScrollText } from 'lucide-react';
import Link from 'next/link';
import { useParams, usePathname } from 'next/navigation';
import type { ComponentType } from 'react';
import { Logo } from '@/components/logo.tsx';
import { ThemeToggle } from '@/components/theme-toggle.tsx';
import { AccountCard } from './account-card.tsx';
import { ProjectSwitcher } from './project-switcher.tsx';
import { sectionsOf } from './sections.ts';

export function Sidebar() {
  const { projectId } = useParams<{ projectId?: string }>();
  return (
    <div className="flex h-full flex-col gap-5 overflow-y-auto p-4">
      <Link href="/projects" className="mt-1 self-start rounded-lg px-1.5 py-1" aria-label="Curio: all projects">
        <Logo />
      </Link>
      {projectId && <ProjectSwitcher projectId={projectId} />}
      <nav aria-label={projectId ? 'Project' : 'Workspace'} className="flex-1">
        <ul className="space-y-0.5">
          {projectId ? (
            sectionsOf(projectId).map((section) => <Entry key={section.href} {...section} />)
          ) : (
            <>
              <Entry href="/projects" label="Projects" Icon={LayoutGrid} exact />
              <Entry href="/logs" label="Logs" Icon={ScrollText} exact />
            </>
          )}
        </ul>
      </nav>
      <div className="space-y-3">
        <div className="px-1.5">
          <ThemeToggle />
        </div>
        <AccountCard />
      </div>
    </div>
  );
}

function Entry({
  href,
  label,
  Icon,
  exact,
}: {
  href: string;
  label: string;
  Icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;
  exact: boolean;
}) {
  const pathname = usePathname();
  const current = exact ? pathname === href : pathname === href || pathname.startsWith(`${href}/`);
  return (
    <li>
      <Link
        href={href}
        aria-current={current ? 'page' : undefined}
        className={clsx(
          'flex h-9 items-center gap-3 rounded-lg px-2.5 font-medium transition-colors',
          current ? 'bg-accent-soft text-accent-text' : 'text-muted hover:bg-sunken hover:text-ink',
        )}
      >
        <Icon className="size-4 shrink-0" aria-hidden />
        {label}
      </Link>
    </li>
  );
}
