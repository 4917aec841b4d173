/** What the control API works with; handed in, because no stage may import another. */
import type { Exchange } from '../journal/record.ts';
import type { ExchangeSummary, ExchangeView } from '../journal/view.ts';
import type { Loaded } from '../matching/index.ts';
import type { SandboxFace } from '../sandbox-face.ts';
import type { Sandboxes } from '../sandbox.ts';

export interface ControlOptions {
  /** The sandbox of a name, made if need be; the server itself for the empty name. Throws where it is no name. */
  readonly face: (name: string) => Pick<SandboxFace, 'scenarios' | 'journal' | 'reset'>;
  readonly sandboxes: Sandboxes;
  /** Reads scenarios from YAML or JSON; rejects with an error whose `problems` say what is wrong. */
  readonly load: (text: string) => Promise<Loaded>;
  readonly summarize: (exchange: Exchange) => ExchangeSummary;
  readonly view: (exchange: Exchange) => ExchangeView;
  /** What every request must bear. Without one the loopback alone is obeyed. */
  readonly token: string | undefined;
}
