'use client';

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { type Client, createClient } from './client.ts';
import { ApiError } from './problem.ts';

const ClientContext = createContext<Client | null>(null);

/** Hands the API's address, known only at run time, and the cache of its answers to everything below. */
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
  if (client === null) throw new Error('useApi stands outside of ApiProvider');
  return client;
}

export const meKey = ['me'] as const;

function createCache(): QueryClient {
  // A session that has ended shows itself in any call: asking who one is then leads to the sign-in page.
  const onError = (error: Error) => {
    const ended = error instanceof ApiError && error.code === 'unauthenticated';
    if (ended && !cache.getQueryState(meKey)?.error) void cache.invalidateQueries({ queryKey: meKey });
  };
  const cache = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { staleTime: 2000, retry: worthAnotherTry } },
  });
  return cache;
}

// What the caller got wrong stays wrong; what was away may be back.
function worthAnotherTry(failures: number, error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return failures < 2 && (error.status === 0 || error.status === 503 || error.status === 502);
}
