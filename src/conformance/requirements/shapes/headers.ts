/** Which members are headers. */
import { notYet, SERVER, under } from '../requirement.ts';
import { entry, forBoth, passageOf, type Trial, type Trials } from './trial.ts';

const NOT_GIVEN = notYet('Many clients of invocations take the body alone, and no capability tells the others apart.');
const UNTRIED = { client: NOT_GIVEN, server: notYet('What a server does with it shows in no answer that is tried.') };
const UNRECORDED = notYet('No recorded answer has it.');
const TYPE = { client: ['req/content-type'], server: ['s/routes'] };

const COMMON = [
  'X-Amzn-Bedrock-GuardrailIdentifier',
  'X-Amzn-Bedrock-GuardrailVersion',
  'X-Amzn-Bedrock-PerformanceConfig-Latency',
  'X-Amzn-Bedrock-Service-Tier',
  'X-Amzn-Bedrock-Request-Metadata',
].map((name) => [name, UNTRIED] as const);

const ASKED: Readonly<Record<string, readonly (readonly [header: string, trials: Trials])[]>> = {
  InvokeModel: [
    ['Content-Type', TYPE],
    ['Accept', UNTRIED],
    ['X-Amzn-Bedrock-Trace', { client: NOT_GIVEN, server: ['s/constraints'] }],
    ...COMMON,
  ],
  InvokeModelWithResponseStream: [
    ['Content-Type', TYPE],
    ['X-Amzn-Bedrock-Accept', UNTRIED],
    ['X-Amzn-Bedrock-Trace', UNTRIED],
    ...COMMON,
  ],
};

const ANSWERED: Readonly<Record<string, readonly (readonly [header: string, trial: Trial])[]>> = {
  InvokeModel: [
    ['Content-Type', ['s/content-type']],
    ['X-Amzn-Bedrock-PerformanceConfig-Latency', UNRECORDED],
    ['X-Amzn-Bedrock-Service-Tier', UNRECORDED],
  ],
  InvokeModelWithResponseStream: [
    ['X-Amzn-Bedrock-Content-Type', ['s/st-invoke-content-type-header']],
    ['X-Amzn-Bedrock-PerformanceConfig-Latency', UNRECORDED],
    ['X-Amzn-Bedrock-Service-Tier', UNRECORDED],
  ],
};

const asked = Object.entries(ASKED).flatMap(([operation, headers]) =>
  headers.flatMap(([name, trials]) => {
    const says = `A member of the request of ${operation} is the header ${name}.`;
    return forBoth({ id: `header/${operation}/${name}`, says }, trials);
  }),
);

const answered = Object.entries(ANSWERED).flatMap(([operation, headers]) =>
  headers.map(([name, trial]) => {
    const says = `A member of the answer of ${operation} is the header ${name}.`;
    return entry({ id: `answer-header/${operation}/${name}`, says }, SERVER, trial);
  }),
);

export const HEADER_ENTRIES = under(passageOf('Headers'), [...asked, ...answered]);
