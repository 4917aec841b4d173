/** What a request must have, and what its values must be. */
import { BROKEN_CONSTRAINTS, MISSING_MEMBERS } from '../../cases/server/constraints.ts';
import type { ServerRequest } from '../../server/request.ts';
import { notYet, SERVER, under, unobservable, type Untested } from '../requirement.ts';
import { entry, passageOf, type Trial } from './trial.ts';

const IN_PATH = unobservable('Without it the path is that of no operation.');
const UNTRIED = notYet('No request of the cases has such a member.');

type Others = readonly (readonly [trial: Untested, names: readonly string[]])[];

const REQUIRED_ELSE: Others = [
  [
    IN_PATH,
    [
      'InvokeModelRequest.modelId',
      'InvokeModelWithResponseStreamRequest.modelId',
      'ConverseRequest.modelId',
      'ConverseStreamRequest.modelId',
      'CountTokensRequest.modelId',
      'ApplyGuardrailRequest.guardrailIdentifier',
      'ApplyGuardrailRequest.guardrailVersion',
    ],
  ],
  [
    UNTRIED,
    [
      'ApplyGuardrailRequest.source',
      'ApplyGuardrailRequest.content',
      'AudioBlock.format',
      'AudioBlock.source',
      'CitationsConfig.enabled',
      'GuardrailConverseImageBlock.format',
      'GuardrailConverseImageBlock.source',
      'GuardrailConverseTextBlock.text',
      'GuardrailImageBlock.format',
      'GuardrailImageBlock.source',
      'GuardrailTextBlock.text',
      'JsonSchemaDefinition.schema',
      'OutputFormat.structure',
      'OutputFormat.type',
      'ReasoningTextBlock.text',
      'S3Location.uri',
      'SearchResultBlock.content',
      'SearchResultBlock.source',
      'SearchResultBlock.title',
      'SearchResultContentBlock.text',
      'ToolAdditionBlock.tool',
      'ToolRemovalBlock.tool',
    ],
  ],
];

const refusedBy = (operation: string | undefined, slug: string): readonly string[] =>
  operation === 'CountTokens' ? ['s/count-tokens-constraints'] : [slug];

const CONSTRAINTS_ELSE: Others = [
  [notYet('No case sends more than 25,000,000 bytes.'), ['Body']],
  [
    UNTRIED,
    [
      'AccountId',
      'AudioFormat',
      'AudioSourceBytesBlob',
      'DocumentCharLocationDocumentIndexInteger',
      'DocumentCharLocationEndInteger',
      'DocumentCharLocationStartInteger',
      'DocumentChunkLocationDocumentIndexInteger',
      'DocumentChunkLocationEndInteger',
      'DocumentChunkLocationStartInteger',
      'DocumentPageLocationDocumentIndexInteger',
      'DocumentPageLocationEndInteger',
      'DocumentPageLocationStartInteger',
      'DocumentSourceBytesBlob',
      'GuardrailContentQualifier',
      'GuardrailContentSource',
      'GuardrailConverseContentQualifier',
      'GuardrailConverseImageFormat',
      'GuardrailConverseImageSourceBytesBlob',
      'GuardrailImageFormat',
      'GuardrailImageSourceBytesBlob',
      'GuardrailOutputScope',
      'OutputConfigEffortString',
      'OutputFormatType',
      'RequestMetadataJson',
      'RequestMetadataValueString',
      'S3Uri',
      'SearchResultLocationEndInteger',
      'SearchResultLocationSearchResultIndexInteger',
      'SearchResultLocationStartInteger',
      'ToolReferenceNameString',
      'ToolReferenceServerNameString',
      'ToolReferenceTypeString',
      'ToolUseType',
    ],
  ],
];

type Row = readonly [name: string, trial: Trial];

/** Those that a request of the cases breaks, and the others. */
function rows(slug: string, tried: Readonly<Record<string, ServerRequest>>, others: Others): Row[] {
  const refused = Object.entries(tried).map(([name, { operation }]): Row => [name, refusedBy(operation, slug)]);
  return [...refused, ...others.flatMap(([trial, names]) => names.map((name): Row => [name, trial]))];
}

const required = rows('s/required-members', MISSING_MEMBERS, REQUIRED_ELSE).map(([name, trial]) =>
  entry({ id: `required/${name}`, says: `A request without ${name} is refused.` }, SERVER, trial),
);

const constraints = rows('s/constraints', BROKEN_CONSTRAINTS, CONSTRAINTS_ELSE).map(([name, trial]) =>
  entry({ id: `constraint/${name}`, says: `A value that breaks the constraint of ${name} is refused.` }, SERVER, trial),
);

const largeBody = { id: 'body-below-limit', says: 'A body below 25,000,000 bytes is read.' };

export const REQUEST_ENTRIES = [
  ...under(passageOf('Required members of requests'), required),
  ...under(passageOf('Constraints of requests'), [...constraints, entry(largeBody, SERVER, ['s/r-large-request'])]),
];
