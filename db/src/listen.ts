import pg from 'pg';

export interface Listener {
  close(): Promise<void>;
}

const retryMs = 1_000;

/**
 * Listens on a channel over a separate connection, and connects again when that breaks. Messages that are sent while it
 * is disconnected are lost, so the caller has to poll as well.
 */
export function listen(
  url: string,
  channel: string,
  onMessage: (payload: string) => void,
  onError: (error: Error) => void,
): Listener {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    client = new pg.Client({ connectionString: url, application_name: 'curio listen', keepAlive: true });
    client.on('error', onError);
    client.on('end', reconnect);
    client.on('notification', (message) => onMessage(message.payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      onError(error as Error);
      await client.end().catch(() => undefined);
      reconnect();
    }
  }

  function reconnect(): void {
    if (closed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, retryMs);
  }

  void connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
