'use client';

import clsx from 'clsx';
import Image from 'next/image';
import { useState } from 'react';

/** An item's picture. Without one that loads: a placeholder with a colour and initials derived from the item. */
export function ItemPicture({
  imageUrl,
  title,
  itemId,
  className,
}: {
  imageUrl: string | null;
  title: string | null;
  itemId: string;
  className?: string;
}) {
  const frame = clsx('overflow-hidden rounded-md bg-sunken ring-1 ring-ink/10 ring-inset', className);
  const [broken, setBroken] = useState<string | null>(null);
  if (imageUrl && imageUrl !== broken) {
    // The pictures are at the tenant's own URLs or are data URLs: unoptimized, so that our server never fetches them.
    return (
      <Image
        src={imageUrl}
        alt=""
        width={96}
        height={128}
        unoptimized
        onError={() => setBroken(imageUrl)}
        className={clsx(frame, 'object-cover')}
      />
    );
  }
  const hue = hueOf(itemId);
  return (
    <div
      aria-hidden="true"
      className={clsx(frame, 'grid place-items-center text-sm font-semibold')}
      style={{
        background: `linear-gradient(150deg, oklch(0.5 0.07 ${hue}), oklch(0.36 0.06 ${hue + 30}))`,
        color: 'oklch(0.97 0.01 90)',
      }}
    >
      {initials(title ?? itemId)}
    </div>
  );
}

function initials(text: string): string {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word].slice(0, 1).join('').toLocaleUpperCase())
    .join('');
}

function hueOf(text: string): number {
  // FNV-1a, so that consecutive ids such as BK-1 and BK-2 differ in colour.
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % 360;
}
