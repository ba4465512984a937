import type { Item } from '@curio/contracts';
import { ItemPicture } from '@/components/item-picture.tsx';

/** An item in a search result. */
export function ItemRow({ item }: { item: Item }) {
  return (
    <>
      <ItemPicture {...item} className="h-13.5 w-9 shrink-0 text-[0.625rem]" />
      <span className="min-w-0">
        <span className="line-clamp-1 text-[0.8125rem] font-medium">{item.title ?? item.itemId}</span>
        <span className="line-clamp-1 text-xs text-muted">{item.categories.join(', ') || item.itemId}</span>
      </span>
    </>
  );
}
