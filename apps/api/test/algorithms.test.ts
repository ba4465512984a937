import type { AlgorithmList } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, newTenant, type Tenant } from './client.ts';
import { readDocument } from './routes.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let tenant: Tenant;
let list: AlgorithmList;
beforeAll(async () => {
  api = await startApi();
  tenant = await newTenant(api);
  list = (await call<AlgorithmList>(api, 'GET', '/v1/algorithms', { key: tenant.key })).body;
});
afterAll(() => api.stop());

const train = (json: unknown) =>
  call(api, 'POST', `/v1/projects/${tenant.projectId}/models`, { key: tenant.key, json });

describe('the algorithms', () => {
  it('are listed, auto first', () => {
    const names = list.data.map(({ name }) => name);
    expect(names[0]).toBe('auto');
    expect(names).toEqual(expect.arrayContaining(['popular', 'item-knn', 'ials', 'hybrid']));
  });

  it('have parameters with a label, a sentence and bounds that contain the default', () => {
    const ials = list.data.find(({ name }) => name === 'ials');
    expect(ials?.params.find(({ name }) => name === 'regularization')).toMatchObject({
      label: 'L2 regularisation',
      symbol: 'λ',
      type: 'number',
      tuned: true,
    });
    for (const { params } of list.data) {
      for (const param of params) {
        expect(param.label).toMatch(/^[A-Z]/);
        expect(param.description).toMatch(/^[A-Z0-9α-ωa-z].*\.$/);
        if (param.type === 'choice') expect(param.choices).toContain(param.default);
        else
          expect(param.default).toSatisfy((value: number) => value >= Number(param.min) && value <= Number(param.max));
      }
    }
  });

  it('are the only values that a training request takes, as the OpenAPI document says', async () => {
    const answer = await train({ algorithm: 'magic' });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'invalid-input', errors: [{ pointer: '/algorithm' }] });
    const { components } = await readDocument(api);
    expect(components.schemas.TrainModel).toMatchObject({
      properties: { algorithm: { enum: list.data.map(({ name }) => name) } },
    });
  });

  it('are requested with parameters that are checked before anything is queued', async () => {
    for (const [params, pointer, sentence] of [
      [{ wings: 2 }, '/params/wings', /ials has no parameter "wings"/],
      [{ factors: 1.5 }, '/params/factors', /"factors" must be a whole number from 2 to 256/],
      [{ factors: 100_000 }, '/params/factors', /"factors" must be a whole number from 2 to 256/],
    ] as const) {
      const answer = await train({ algorithm: 'ials', params });
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ code: 'invalid-input', errors: [{ pointer }] });
      expect(answer.body.detail).toMatch(sentence);
    }
    // Valid parameters pass this check; the next one is that the project contains rows.
    expect((await train({ algorithm: 'ials', params: { factors: 8 } })).status).toBe(409);
  });

  it('take no parameters where auto chooses them', async () => {
    for (const input of [{ algorithm: 'auto', params: { factors: 8 } }, { params: { factors: 8 } }]) {
      const answer = await train(input);
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ code: 'invalid-input', errors: [{ pointer: '/params' }] });
    }
    expect((await train({ algorithm: 'auto', params: {} })).status).toBe(409);
  });
});
