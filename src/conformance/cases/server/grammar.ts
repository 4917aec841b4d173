/** The events of ConverseStream and their order. */
import type { GrammarRule } from '../../server/expectation.ts';
import type { ProbeCase } from '../../server/request.ts';
import { about, SERVICE_MODEL, TOOL } from './parts.ts';

interface RuleCase extends Pick<ProbeCase, 'slug' | 'level' | 'statement' | 'references'> {
  readonly rule: GrammarRule;
}

const TEXT_AND_TOOL = {
  content: [
    { thinking: 'They ask for the weather.', signature: 'c2lnbmF0dXJl' },
    { text: 'I will look. 🌦️' },
    { toolUse: { name: 'get_weather', toolUseId: 'tooluse_1', input: { city: 'Zürich', days: [1, 2.5, null, true] } } },
  ],
  usage: { inputTokens: 21, outputTokens: 34 },
};

const RULES: readonly RuleCase[] = [
  {
    slug: 's/g-order',
    rule: 'order',
    level: 'MUST',
    statement: 'A stream is messageStart, blocks, messageStop, metadata, in this order and nothing else.',
    references: [SERVICE_MODEL, 'recorded in open-telemetry/opentelemetry-python-contrib'],
  },
  {
    slug: 's/g-one-start-stop',
    rule: 'one-start-one-stop',
    level: 'MUST',
    statement: 'There is exactly one messageStart, one messageStop and one metadata.',
    references: [SERVICE_MODEL, 'maximhq/bifrost#4679'],
  },
  {
    slug: 's/g-block-stop',
    rule: 'blocks-stopped',
    level: 'MUST',
    statement: 'Each block ends with a contentBlockStop before the next begins.',
    references: ['maximhq/bifrost#4262', SERVICE_MODEL],
  },
  {
    slug: 's/g-index',
    rule: 'indexes',
    level: 'SHOULD',
    statement: 'Blocks are counted from 0, one by one.',
    references: ['recorded in open-telemetry/opentelemetry-python-contrib'],
  },
  {
    slug: 's/g-stop-reason',
    rule: 'stop-reason',
    level: 'MUST',
    statement: 'A messageStop has a stop reason of the service model.',
    references: [SERVICE_MODEL],
  },
  {
    slug: 's/g-metadata-usage',
    rule: 'usage',
    level: 'MUST',
    statement: 'The metadata has whole token counts whose total is their sum, and a whole latency.',
    references: ['localstack/localstack#12816', SERVICE_MODEL],
  },
];

export const GRAMMAR_CASES: readonly ProbeCase[] = [
  ...RULES.map(({ rule, ...info }) =>
    about({
      ...info,
      authority: 'observed',
      operation: 'ConverseStream',
      live: 'tokens',
      stage: [{ name: 'text and tool', reply: TEXT_AND_TOOL }],
      expect: [{ is: 'grammar', rule }],
    }),
  ),
  about({
    slug: 's/g-tool-start',
    level: 'MUST',
    authority: 'observed',
    statement: 'A tool use begins with a contentBlockStart that has toolUseId and name.',
    references: [SERVICE_MODEL, 'recorded in open-telemetry/opentelemetry-python-contrib'],
    operation: 'ConverseStream',
    needs: ['tools'],
    live: 'tokens',
    requests: [{ prompt: 'What is the weather in Paris?', maxTokens: 128, add: TOOL }],
    expect: [{ is: 'grammar', rule: 'tool-start' }],
  }),
  about({
    slug: 's/g-tool-json',
    level: 'MUST',
    authority: 'observed',
    statement: 'The pieces of input of a tool use, put together, are a JSON object.',
    references: [SERVICE_MODEL, 'crewAIInc/crewAI#6150'],
    operation: 'ConverseStream',
    needs: ['tools'],
    live: 'tokens',
    requests: [{ prompt: 'What is the weather in Paris?', maxTokens: 128, add: TOOL }],
    expect: [{ is: 'grammar', rule: 'tool-json' }],
  }),
  about({
    slug: 's/g-max-tokens-terminal',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A stream cut short by maxTokens still has messageStop, with max_tokens, and metadata.',
    references: ['maximhq/bifrost#6081'],
    operation: 'ConverseStream',
    live: 'tokens',
    requests: [{ prompt: 'Count from one to two hundred in words.', maxTokens: 5 }],
    expect: [
      { is: 'grammar', rule: 'terminal' },
      { is: 'stop', reason: 'max_tokens' },
    ],
  }),
  about({
    slug: 's/g-fold-equals-converse',
    level: 'MUST',
    authority: 'normative',
    statement: 'The events of ConverseStream, put together, are what Converse answers.',
    references: [SERVICE_MODEL],
    needs: ['scripting'],
    live: 'doubles-only',
    stage: [{ name: 'text and tool', reply: TEXT_AND_TOOL }],
    requests: [{ operation: 'Converse' }, { operation: 'ConverseStream' }],
    expect: [{ is: 'success' }, { is: 'fold-equals' }],
  }),
];
