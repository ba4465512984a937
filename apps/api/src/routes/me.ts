import { meSchema } from '@curio/contracts';
import { whoAmI } from '@curio/core/workspaces/who-am-i';
import { createRouter, json, route } from '../http/openapi.ts';

export const me = createRouter().openapi(
  route({
    method: 'get',
    path: '/me',
    tags: ['Workspace'],
    summary: 'Who the caller is',
    responses: { 200: json(meSchema, 'Workspace, account, rights') },
  }),
  async (c) => c.json(await whoAmI(c.get('context')), 200),
);
