'use client';

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { type Client, createClient } from './client.ts';
import { ApiError } from './problem.ts';

const ClientContext = createContext<Client | null>(null);

/** Provides the API client and the query cache. The API's address is known only at run time. */
export function ApiProvider({ address, children }: { address: string; children: ReactNode }) {
  const [client] = useState(() => createClient(address));
  const [cache] = useState(createCache);
  return (
    <ClientContext value={client}>
      <QueryClientProvider client={cache}>{children}</QueryClientProvider>
    </ClientContext>
  );
}

export function useApi(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('useApi needs an ApiProvider above it');
  return client;
}

export const meKey = ['me'] as const;

function createCache(): QueryClient {
  // Any call may reveal an expired session. Refetching the session then redirects to the sign-in page.
  const onError = (error: Error) => {
    const expired = error instanceof ApiError && error.code === 'unauthenticated';
    if (expired && !cache.getQueryState(meKey)?.error) void cache.invalidateQueries({ queryKey: meKey });
  };
  const cache = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { staleTime: 2000, retry: shouldRetry } },
  });
  return cache;
}

// Client errors are not retried: only an unreachable or unavailable API may recover.
function shouldRetry(failures: number, error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return failures < 2 && (error.status === 0 || error.status === 503 || error.status === 502);
}
