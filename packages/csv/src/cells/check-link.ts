/** Web addresses and paths pass; `javascript:`, `data:`, `file:` and the like must never reach somebody's page. */
export function isSafeLink(text: string): boolean {
  // Browsers drop these characters before they look for the scheme.
  const bare = text.replace(/[\s\p{C}]/gu, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1]?.toLowerCase();
  return scheme === undefined || scheme === 'http' || scheme === 'https' || /^[^/]*\.[^/]*:\d/.test(bare);
}

/** A picture written out in place. As the source of an image even SVG runs no script. */
export function isSafePicture(text: string): boolean {
  return /^data:image\/(?:svg\+xml|png|jpeg|gif|webp|avif)[;,]/i.test(text);
}
