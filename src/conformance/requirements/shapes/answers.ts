/** What an answer must have. */
import { CLIENT, notYet, SERVER, under } from '../requirement.ts';
import { entry, passageOf } from './trial.ts';

const ANSWERED: Readonly<Record<string, readonly string[]>> = {
  'ApplyGuardrailResponse: usage, action, outputs, assessments': ['s/guardrail'],
  'ContentBlockDeltaEvent: delta, contentBlockIndex': ['s/g-index', 's/g-fold-equals-converse'],
  'ContentBlockStartEvent: start, contentBlockIndex': ['s/g-tool-start'],
  'ContentBlockStopEvent: contentBlockIndex': ['s/g-block-stop'],
  'ConverseMetrics: latencyMs': ['s/converse-shape'],
  'ConverseResponse: output, stopReason, usage, metrics': ['s/converse-shape'],
  'ConverseStreamMetadataEvent: usage, metrics': ['s/g-metadata-usage'],
  'ConverseStreamMetrics: latencyMs': ['s/g-metadata-usage'],
  'CountTokensResponse: inputTokens': ['s/count-tokens'],
  'InvokeModelResponse: body, contentType': ['s/invoke-passthrough', 's/content-type'],
  'InvokeModelWithResponseStreamResponse: body, contentType': ['s/st-crc-length', 's/st-invoke-content-type-header'],
  'Message: role, content': ['s/converse-shape'],
  'MessageStartEvent: role': ['s/g-fold-equals-converse'],
  'MessageStopEvent: stopReason': ['s/g-stop-reason'],
  'ReasoningTextBlock: text': ['s/g-fold-equals-converse'],
  'TokenUsage: inputTokens, outputTokens, totalTokens': ['s/converse-shape', 's/g-metadata-usage'],
  'ToolUseBlock: toolUseId, name, input': ['s/g-fold-equals-converse'],
  'ToolUseBlockDelta: input': ['s/g-tool-json'],
  'ToolUseBlockStart: toolUseId, name': ['s/g-tool-start'],
};

const NOT_ANSWERED: readonly string[] = [
  'AudioBlock: format, source',
  'CacheDetail: ttl, inputTokens',
  'CachePointBlock: type',
  'CitationsConfig: enabled',
  'DocumentBlock: name, source',
  'GuardrailContentFilter: type, confidence, action',
  'GuardrailContentPolicyAssessment: filters',
  'GuardrailContextualGroundingFilter: type, threshold, score, action',
  'GuardrailConverseImageBlock: format, source',
  'GuardrailConverseTextBlock: text',
  'GuardrailCustomWord: match, action',
  'GuardrailManagedWord: match, type, action',
  'GuardrailPiiEntityFilter: match, type, action',
  'GuardrailRegexFilter: action',
  'GuardrailSensitiveInformationPolicyAssessment: piiEntities, regexes',
  'GuardrailTopic: name, type, action',
  'GuardrailTopicPolicyAssessment: topics',
  'GuardrailUsage: topicPolicyUnits, contentPolicyUnits, wordPolicyUnits, sensitiveInformationPolicyUnits, sensitiveInformationPolicyFreeUnits, contextualGroundingPolicyUnits',
  'GuardrailWordPolicyAssessment: customWords, managedWordLists',
  'ImageBlock: format, source',
  'ImageBlockStart: format',
  'S3Location: uri',
  'SearchResultBlock: source, title, content',
  'SearchResultContentBlock: text',
  'ServiceTier: type',
  'ToolAdditionBlock: tool',
  'ToolRemovalBlock: tool',
  'ToolResultBlock: toolUseId, content',
  'ToolResultBlockStart: toolUseId',
  'VideoBlock: format, source',
];

const UNPROVOKED = notYet('No case makes a server answer with it.');

const answered = [...Object.entries(ANSWERED), ...NOT_ANSWERED.map((name) => [name, UNPROVOKED] as const)].map(
  ([name, trial]) => {
    const [structure = '', members = ''] = name.split(': ');
    return entry(
      { id: `answered/${structure}`, says: `Where ${structure} is answered, it has ${members}.` },
      SERVER,
      trial,
    );
  },
);

const READ: readonly (readonly [id: string, says: string, cases: readonly string[]])[] = [
  [
    'ConverseResponse',
    'The caller of Converse is given its message, stop reason and usage.',
    ['un/converse', 'un/tool-use'],
  ],
  ['InvokeModelResponse', 'The caller of InvokeModel is given its body.', ['un/invoke-bytes']],
  ['PayloadPart', 'The bytes of a chunk may be absent.', ['is/chunk-without-bytes']],
];

const read = READ.map(([id, says, cases]) => entry({ id: `read/${id}`, says }, CLIENT, cases));

export const ANSWER_ENTRIES = under(passageOf('Required members of answers'), [...answered, ...read]);
