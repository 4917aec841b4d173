/** What may stand in a stream: the members of its unions. */
import { notYet, under } from '../requirement.ts';
import { forBoth, passageOf, type Trials } from './trial.ts';

const NOT_STAGED = notYet('No case has one in a stream.');
const UNSEEN = { client: NOT_STAGED, server: NOT_STAGED };
/** Failures that both streams may have in them. */
const WITHIN = {
  client: ['exc/modelled', 'exc/typed', 'exc/retryability'],
  server: ['s/x-exception-members'],
};
const FAILURES = {
  internalServerException: WITHIN,
  modelStreamErrorException: WITHIN,
  validationException: WITHIN,
  throttlingException: WITHIN,
  serviceUnavailableException: WITHIN,
};

const UNIONS: Readonly<Record<string, Readonly<Record<string, Trials>>>> = {
  ConverseStreamOutput: {
    messageStart: { client: ['cs/text'], server: ['s/g-one-start-stop', 's/g-order'] },
    contentBlockStart: { client: ['cs/block-start-empty', 'cs/tool-args-concat'], server: ['s/g-tool-start'] },
    contentBlockDelta: { client: ['cs/text', 'cs/interleaved-blocks'], server: ['s/g-order', 's/g-index'] },
    contentBlockStop: { client: ['cs/text'], server: ['s/g-block-stop'] },
    messageStop: {
      client: ['cs/text', 'cs/stop-malformed'],
      server: ['s/g-stop-reason', 's/g-one-start-stop', 's/g-max-tokens-terminal', 's/x-no-fabrication'],
    },
    metadata: {
      client: ['cs/metadata-last', 'cs/metadata-before-stop', 'cs/metadata-absent'],
      server: ['s/g-metadata-usage', 's/x-no-fabrication'],
    },
    ...FAILURES,
  },
  ResponseStream: {
    chunk: { client: ['is/base64', 'is/chunk-without-bytes'], server: ['s/st-chunk-base64'] },
    ...FAILURES,
    modelTimeoutException: {
      client: WITHIN.client,
      server: notYet('Both streams are staged with the same failures, and ConverseStream does not have this one.'),
    },
  },
  ContentBlockStart: {
    toolUse: { client: ['cs/tool-args-concat', 'cs/tool-no-delta'], server: ['s/g-tool-start'] },
    toolResult: UNSEEN,
    image: UNSEEN,
  },
  ContentBlockDelta: {
    text: { client: ['cs/text', 'cs/empty-delta'], server: ['s/g-fold-equals-converse'] },
    toolUse: { client: ['cs/tool-args-concat', 'cs/tool-args-unicode'], server: ['s/g-tool-json'] },
    reasoningContent: { client: ['cs/reasoning-text-signature'], server: ['s/g-fold-equals-converse'] },
    toolResult: UNSEEN,
    citation: UNSEEN,
    image: UNSEEN,
  },
  ReasoningContentBlockDelta: {
    text: { client: ['cs/reasoning-text-signature'], server: ['s/g-fold-equals-converse'] },
    signature: { client: ['cs/reasoning-text-signature'], server: ['s/g-fold-equals-converse'] },
    redactedContent: { client: ['cs/reasoning-redacted'], server: NOT_STAGED },
  },
  ToolResultBlockDelta: { text: UNSEEN, json: UNSEEN },
};

const entries = Object.entries(UNIONS).flatMap(([union, members]) =>
  Object.entries(members).flatMap(([name, trials]) =>
    forBoth({ id: `stream/${union}.${name}`, says: `A stream may have ${name} as a member of ${union}.` }, trials),
  ),
);

export const STREAM_ENTRIES = under(passageOf('Streams'), entries);
