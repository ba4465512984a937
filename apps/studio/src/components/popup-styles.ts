export const popupStyles =
  'origin-(--transform-origin) rounded-xl border border-line bg-raised text-sm text-ink shadow-popup outline-hidden transition-[scale,opacity] duration-100 data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0';

export const popupRowStyles =
  'relative flex w-full cursor-default items-center gap-2 rounded-lg px-2.5 py-2 text-left outline-hidden select-none data-disabled:opacity-50 data-highlighted:bg-sunken';
