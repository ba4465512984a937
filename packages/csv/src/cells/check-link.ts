/** True for web addresses and paths; false for `javascript:`, `data:`, `file:` and the like, which must not reach a page. */
export function isSafeLink(text: string): boolean {
  // Browsers ignore these characters when they parse the scheme.
  const bare = text.replace(/[\s\p{C}]/gu, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1]?.toLowerCase();
  return scheme === undefined || scheme === 'http' || scheme === 'https' || /^[^/]*\.[^/]*:\d/.test(bare);
}

/** A picture as a data URL. As the source of an image, even SVG runs no script. */
export function isSafePicture(text: string): boolean {
  return /^data:image\/(?:svg\+xml|png|jpeg|gif|webp|avif)[;,]/i.test(text);
}
