/** The clients of a driver: one for all runs of a session, and one of its own for every other run. */
import type { RunRequest } from './driver.ts';

export interface ClientsOptions<Client> {
  readonly make: (request: RunRequest) => Client;
  readonly close: (client: Client) => unknown;
}

export interface Clients<Client> {
  /** Calls with the client that the run is meant to have. */
  readonly use: <Result>(request: RunRequest, call: (client: Client) => Promise<Result>) => Promise<Result>;
  /** Closes those of all sessions. */
  readonly stop: () => Promise<void>;
}

export function createClients<Client>({ make, close }: ClientsOptions<Client>): Clients<Client> {
  const sessions = new Map<string, Client>();
  return {
    async use(request, call) {
      const { session } = request;
      const client = (session === undefined ? undefined : sessions.get(session)) ?? make(request);
      if (session !== undefined) sessions.set(session, client);
      try {
        return await call(client);
      } finally {
        if (session === undefined) await close(client);
      }
    },
    async stop() {
      await Promise.all([...sessions.values()].map(async (client) => close(client)));
      sessions.clear();
    },
  };
}
