/** What the parts of the studio test share: the page of a signed-in user, and calls of the API as that user. */
import type { Page } from 'playwright-core';

export interface StudioSession {
  page: () => Page;
  apiUrl: () => string;
  studioUrl: () => string;
}

/** POSTs to a path of the project that is open. */
export async function sendAsUser(
  { page, apiUrl, studioUrl }: StudioSession,
  path: string,
  body: string,
  contentType = 'application/json',
): Promise<Response> {
  const cookies = await page().context().cookies(apiUrl());
  const project = /prj_\w+/.exec(page().url())?.[0];
  return fetch(`${apiUrl()}/v1/projects/${project}${path}`, {
    method: 'POST',
    headers: {
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      origin: studioUrl(),
      'content-type': contentType,
    },
    body,
  });
}
