/** What other clients than the prober make of a server: the opinions of those that people use. */
import type { CaseInfo } from '../../case.ts';
import type { ClientExpectation } from '../../expectation.ts';
import type { ServerCapability } from '../../server/capability.ts';
import type { WrittenScenario } from '../../../fixtures/index.ts';
import type { ClientOperation } from '../../case.ts';
import { SERVICE_MODEL, UNKNOWN_MODEL } from './parts.ts';

/** A case about servers that clients try. */
export interface ClientOpinion extends CaseInfo {
  readonly subject: 'server';
  readonly needs?: readonly ServerCapability[];
  readonly operations: readonly ClientOperation[];
  /** In place of the model of the run. */
  readonly model?: string;
  /** What a server that can be scripted is told first. */
  readonly stage?: readonly WrittenScenario[];
  readonly expect: readonly ClientExpectation[];
  /** What must be so as well where the server was told what to say. */
  readonly staged?: readonly ClientExpectation[];
}

const ALL: readonly ClientOperation[] = ['InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream'];
const WORDS = 'Said for every client to hear.';
const BROKEN = 'The stream broke on purpose.';

export const CLIENT_OPINIONS: readonly ClientOpinion[] = [
  {
    slug: 's/client-answer',
    revision: 1,
    subject: 'server',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'Clients that people use read the answer of every operation, to its end.',
    references: ['localstack/localstack#12816', 'CopilotKit/aimock#144', SERVICE_MODEL],
    operations: ALL,
    stage: [{ name: 'words', reply: WORDS }],
    expect: [{ is: 'success' }],
    staged: [{ is: 'delivered', text: WORDS }],
  },
  {
    slug: 's/client-error',
    revision: 1,
    subject: 'server',
    level: 'MUST',
    authority: 'normative',
    statement: 'Clients that people use raise a refusal as the exception of the service model that it is.',
    references: [SERVICE_MODEL, 'PT RestJsonFooErrorUsingXAmznErrorType'],
    needs: ['known-models'],
    operations: ALL,
    model: UNKNOWN_MODEL,
    expect: [{ is: 'error', type: ['ValidationException', 'ResourceNotFoundException', 'AccessDeniedException'] }],
  },
  {
    slug: 's/client-exception',
    revision: 1,
    subject: 'server',
    level: 'MUST',
    authority: 'normative',
    statement: 'Clients that people use raise an exception inside a stream with its type and its message.',
    references: [SERVICE_MODEL, 'https://smithy.io/2.0/aws/amazon-eventstream.html'],
    needs: ['scripting'],
    operations: ['InvokeModelWithResponseStream', 'ConverseStream'],
    stage: [
      {
        name: 'broken',
        reply: WORDS,
        faults: [{ exception: 'modelStreamErrorException', event: 3, message: BROKEN }],
      },
    ],
    expect: [{ is: 'error', type: ['ModelStreamErrorException', 'modelStreamErrorException'], message: BROKEN }],
  },
];
