/** What can be said of a client when all that is known is a command that uses it: the wire, and the exit code. */
import type { ClientExpectation } from '../expectation.ts';
import type { AnswerSpec } from '../../fixtures/scenario.ts';

/** A case, and how it is tried by a command. */
export interface CommandTrial {
  /** Of the case for clients whose statement it is. */
  readonly slug: string;
  /** What goes wrong with every answer. Left out: nothing, and the requests of the first run are looked at. */
  readonly spoil?: Pick<AnswerSpec, 'faults' | 'error'>;
  /** Whether it is about streams alone, and is skipped where the command asks for none. */
  readonly streams: boolean;
  /** What the command has to do. */
  readonly exit: 'well' | 'fails';
  readonly expect: readonly ClientExpectation[];
}

/** Within the second message of any stream, and within the first of most. */
const WITHIN = { byte: 150 };

const wire = (slug: string, ...expect: readonly ClientExpectation[]): CommandTrial => ({
  slug,
  streams: false,
  exit: 'well',
  expect,
});

const stream = (slug: string, exit: CommandTrial['exit'], faults: NonNullable<AnswerSpec['faults']>): CommandTrial => ({
  slug,
  spoil: { faults },
  streams: true,
  exit,
  expect: [{ is: 'requests', min: 1 }],
});

export const COMMAND_TRIALS: readonly CommandTrial[] = [
  wire('sig/valid', { is: 'authenticated', by: 'sigv4' }, { is: 'scope', service: 'bedrock', region: 'us-west-2' }),
  wire('sig/no-hop-by-hop', {
    is: 'not-signed',
    headers: ['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'proxy-authorization'],
  }),
  wire('sig/host-or-authority-once', { is: 'signed-once', oneOf: ['host', ':authority'] }),
  wire('req/content-type', { is: 'header', name: 'content-type', matches: '^application/json(;|$)' }),
  wire('req/unicode-body', { is: 'sound-text' }),
  stream('es/split-every-byte', 'well', { split: 1 }),
  stream('es/coalesced', 'well', { coalesce: 1_000 }),
  stream('es/message-crc', 'fails', { corrupt: 'message-crc', event: 1 }),
  stream('end/truncated-frame', 'fails', { end: WITHIN }),
  stream('end/reset-mid-frame', 'fails', { reset: WITHIN }),
  stream('end/no-terminal-event', 'fails', { end: { event: 2 } }),
  stream('exc/modelled', 'fails', { exception: 'modelStreamErrorException' }),
  stream('exc/error-frame', 'fails', { error: 'InternalError', message: 'An unknown error occurred.' }),
  {
    slug: 'err/type-header',
    spoil: { error: 'ValidationException' },
    streams: false,
    exit: 'fails',
    expect: [{ is: 'requests', min: 1 }],
  },
  {
    slug: 'retry/bounded',
    spoil: { error: 'ServiceUnavailableException' },
    streams: false,
    exit: 'fails',
    expect: [{ is: 'requests', min: 1 }],
  },
];
