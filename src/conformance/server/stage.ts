/** Scripting of a server by the control API of the double that it is, or that is behind it. */
import type { WrittenScenario } from '../../fixtures/index.ts';
import type { Settings } from './settings.ts';

/** What was asked for could not be set up, which is nobody's failure but the run's. */
export class StageError extends Error {}

export interface Stage {
  /** Stands before each path of the run. */
  readonly prefix: string;
  /** Outcomes of the exchanges of the run, the oldest first. */
  outcomes(): Promise<readonly string[]>;
  strike(): Promise<void>;
}

/** A sandbox of its own where the server itself is the double; else the double behind is told, and forgets afterwards. */
export async function setStage(
  scenarios: readonly WrittenScenario[],
  name: string,
  settings: Settings,
): Promise<Stage> {
  const { control, base, controlToken: token } = settings;
  const own = control === 'self';
  const prefix = own ? `/_sandbox/${name}` : '';
  const at = control === 'self' || control === undefined ? base.href : control.url;
  const api = `${at.replace(/\/$/, '')}${prefix}/_touchstone`;
  const ask = (method: string, path: string, body?: string) => request({ method, url: api + path, token, body });
  await ask('PUT', '/scenarios', JSON.stringify(scenarios));
  await ask('DELETE', '/journal');
  return {
    prefix,
    outcomes: async () => {
      const { exchanges } = (await ask('GET', '/journal?full=true')) as { exchanges: { outcome: string }[] };
      return exchanges.map(({ outcome }) => outcome);
    },
    strike: async () => {
      if (own)
        await request({ method: 'DELETE', url: `${at.replace(/\/$/, '')}/_touchstone/sandboxes/${name}`, token });
      else await ask('DELETE', '/scenarios');
    },
  };
}

interface Control {
  readonly method: string;
  readonly url: string;
  readonly token?: string | undefined;
  readonly body?: string | undefined;
}

async function request({ method, url, token, body }: Control): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
  try {
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    if (response.ok) return text === '' ? undefined : JSON.parse(text);
    throw new StageError(`${method} ${url} was answered ${response.status}: ${text.slice(0, 300)}`);
  } catch (cause) {
    if (cause instanceof StageError) throw cause;
    throw new StageError(`${method} ${url} failed: ${(cause as Error).message}`, { cause });
  }
}
