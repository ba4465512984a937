import type {
  AlgorithmList,
  ApplySettings,
  CreatedKey,
  CreateEndpointInput,
  CreateKeyInput,
  EditMappingInput,
  Endpoint,
  ExplainInput,
  Import,
  ImportKind,
  ImportProblem,
  ImportSummary,
  Insight,
  Item,
  ItemExplanation,
  ItemFieldList,
  Key,
  LoggedRequest,
  LoggedRequestSummary,
  LogsQuery,
  Mapping,
  Me,
  Model,
  ModelSummary,
  Page,
  Placement,
  PlacementSettings,
  Project,
  Reading,
  Recommendation,
  RecommendInput,
  RequestCounts,
  SavedMapping,
  SaveMappingInput,
  StoredEvent,
  TrainInput,
  UsagePage,
  User,
} from '@curio/contracts';
import { createSend, path, type SendOptions } from './send.ts';
import { startUpload, type UploadInput } from './upload.ts';

export interface PageQuery {
  cursor?: string | undefined;
  limit?: number;
}
export type SearchQuery = PageQuery & { q?: string };
export type CreatedEndpoint = Endpoint & { secret: string };

/** Every API call that the studio makes, typed by the contracts. */
export function createClient(address: string) {
  const send = createSend(address);
  const get = <T>(to: string, query?: SendOptions['query']) => send<T>('GET', to, { query });

  return {
    address,
    session: {
      me: () => get<Me>('/v1/me'),
      signUp: (body: { name: string; email: string; password: string }) =>
        send<void>('POST', '/api/auth/sign-up/email', { body }),
      signIn: (body: { email: string; password: string }) => send<void>('POST', '/api/auth/sign-in/email', { body }),
      signOut: () => send<void>('POST', '/api/auth/sign-out', { body: {} }),
    },
    projects: {
      list: (query: PageQuery = {}) => get<Page<Project>>('/v1/projects', { ...query }),
      get: (projectId: string) => get<Project>(path`/v1/projects/${projectId}`),
      create: (name: string) => send<Project>('POST', '/v1/projects', { body: { name } }),
      rename: (projectId: string, name: string) =>
        send<Project>('PATCH', path`/v1/projects/${projectId}`, { body: { name } }),
      remove: (projectId: string) => send<void>('DELETE', path`/v1/projects/${projectId}`),
    },
    keys: {
      list: (query: PageQuery = {}) => get<Page<Key>>('/v1/keys', { ...query }),
      create: (body: Partial<CreateKeyInput> & Pick<CreateKeyInput, 'name' | 'scopes'>) =>
        send<CreatedKey>('POST', '/v1/keys', { body }),
      rotate: (keyId: string, overlapSeconds: number) =>
        send<CreatedKey>('POST', path`/v1/keys/${keyId}/rotate`, { body: { overlapSeconds } }),
      revoke: (keyId: string) => send<void>('DELETE', path`/v1/keys/${keyId}`),
    },
    imports: {
      list: (projectId: string, query: PageQuery = {}) =>
        get<Page<ImportSummary>>(path`/v1/projects/${projectId}/imports`, { ...query }),
      get: (projectId: string, importId: string) => get<Import>(path`/v1/projects/${projectId}/imports/${importId}`),
      startUpload: (uploading: UploadInput) => startUpload(address, uploading),
      read: (projectId: string, importId: string, body: Reading) =>
        send<Import>('PUT', path`/v1/projects/${projectId}/imports/${importId}/reading`, { body }),
      map: (projectId: string, importId: string, body: Mapping) =>
        send<Import>('PUT', path`/v1/projects/${projectId}/imports/${importId}/mapping`, { body }),
      saveDraft: (projectId: string, importId: string, body: Mapping) =>
        send<Import>('PUT', path`/v1/projects/${projectId}/imports/${importId}/mapping`, {
          body,
          query: { draft: true },
        }),
      dryRun: (projectId: string, importId: string, body: Partial<ApplySettings>) =>
        send<Import>('POST', path`/v1/projects/${projectId}/imports/${importId}/dry-run`, { body }),
      problems: (projectId: string, importId: string, query: PageQuery = {}) =>
        get<Page<ImportProblem>>(path`/v1/projects/${projectId}/imports/${importId}/problems`, { ...query }),
      apply: (projectId: string, importId: string, body: Partial<ApplySettings>) =>
        send<Import>('POST', path`/v1/projects/${projectId}/imports/${importId}/apply`, { body }),
      undo: (projectId: string, importId: string) =>
        send<Import>('POST', path`/v1/projects/${projectId}/imports/${importId}/undo`),
      rejectedRowsUrl: (projectId: string, importId: string) =>
        address + path`/v1/projects/${projectId}/imports/${importId}/rejected.csv`,
    },
    mappings: {
      list: (kind: ImportKind) => get<Page<SavedMapping>>('/v1/mappings', { kind, limit: 100 }),
      save: (body: SaveMappingInput) => send<SavedMapping>('POST', '/v1/mappings', { body }),
      edit: (mappingId: string, body: EditMappingInput) =>
        send<SavedMapping>('PATCH', path`/v1/mappings/${mappingId}`, { body }),
      remove: (mappingId: string) => send<void>('DELETE', path`/v1/mappings/${mappingId}`),
    },
    models: {
      algorithms: () => get<AlgorithmList>('/v1/algorithms'),
      list: (projectId: string, query: PageQuery = {}) =>
        get<Page<ModelSummary>>(path`/v1/projects/${projectId}/models`, { ...query }),
      get: (projectId: string, version: number) => get<Model>(path`/v1/projects/${projectId}/models/${version}`),
      train: (projectId: string, body: Partial<TrainInput>) =>
        send<Model>('POST', path`/v1/projects/${projectId}/models`, { body }),
      cancel: (projectId: string, version: number) =>
        send<Model>('POST', path`/v1/projects/${projectId}/models/${version}/cancel`),
      promote: (projectId: string, version: number) =>
        send<Model>('POST', path`/v1/projects/${projectId}/models/${version}/promote`),
      rollBack: (projectId: string) => send<Model>('POST', path`/v1/projects/${projectId}/models/rollback`),
    },
    recommend: (projectId: string, body: RecommendInput, signal?: AbortSignal) =>
      send<Recommendation>('POST', path`/v1/projects/${projectId}/recommendations`, { body, signal }),
    explain: (projectId: string, body: ExplainInput, signal?: AbortSignal) =>
      send<ItemExplanation>('POST', path`/v1/projects/${projectId}/explain`, { body, signal }),
    placements: {
      list: (projectId: string, query: PageQuery = {}) =>
        get<Page<Placement>>(path`/v1/projects/${projectId}/placements`, { ...query }),
      get: (projectId: string, name: string) => get<Placement>(path`/v1/projects/${projectId}/placements/${name}`),
      put: (projectId: string, name: string, body: PlacementSettings) =>
        send<Placement>('PUT', path`/v1/projects/${projectId}/placements/${name}`, { body }),
      remove: (projectId: string, name: string) =>
        send<void>('DELETE', path`/v1/projects/${projectId}/placements/${name}`),
    },
    insights: (projectId: string, query: PageQuery & { from: string; to: string }) =>
      get<Page<Insight>>(path`/v1/projects/${projectId}/insights`, { ...query }),
    usage: (query: PageQuery & { from?: string; to?: string } = {}) => get<UsagePage>('/v1/usage', { ...query }),
    catalogue: {
      itemFields: (projectId: string) => get<ItemFieldList>(path`/v1/projects/${projectId}/item-fields`),
      item: (projectId: string, itemId: string) => get<Item>(path`/v1/projects/${projectId}/items/${itemId}`),
      items: (projectId: string, query: SearchQuery = {}) =>
        get<Page<Item>>(path`/v1/projects/${projectId}/items`, { ...query }),
      users: (projectId: string, query: SearchQuery = {}) =>
        get<Page<User>>(path`/v1/projects/${projectId}/users`, { ...query }),
      eventsOf: (projectId: string, userId: string, query: PageQuery = {}) =>
        get<Page<StoredEvent>>(path`/v1/projects/${projectId}/users/${userId}/events`, { ...query }),
    },
    logs: {
      list: (query: Partial<LogsQuery>) => get<Page<LoggedRequestSummary>>('/v1/logs', { ...query }),
      get: (requestId: string) => get<LoggedRequest>(path`/v1/logs/${requestId}`),
      counts: (projectId: string) => get<RequestCounts>('/v1/request-counts', { projectId }),
    },
    webhooks: {
      list: (projectId: string, query: PageQuery = {}) =>
        get<Page<Endpoint>>(path`/v1/projects/${projectId}/webhooks`, { ...query }),
      create: (projectId: string, body: CreateEndpointInput) =>
        send<CreatedEndpoint>('POST', path`/v1/projects/${projectId}/webhooks`, { body }),
      remove: (projectId: string, endpointId: string) =>
        send<void>('DELETE', path`/v1/projects/${projectId}/webhooks/${endpointId}`),
    },
  };
}

export type Client = ReturnType<typeof createClient>;
