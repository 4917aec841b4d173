/** What many server cases share. */
import type { JsonValue } from '../../json.ts';
import type { ProbeCase, ServerOperation } from '../../server/request.ts';

/** Revision 1 of a case about servers, with one ordinary request unless it says otherwise. */
export function about(one: Omit<ProbeCase, 'subject' | 'revision' | 'requests'> & Partial<ProbeCase>): ProbeCase {
  return { subject: 'server', revision: 1, requests: [{}], ...one };
}

export const MODEL_OPERATIONS: readonly ServerOperation[] = [
  'InvokeModel',
  'InvokeModelWithResponseStream',
  'Converse',
  'ConverseStream',
];
export const STREAMS: readonly ServerOperation[] = ['InvokeModelWithResponseStream', 'ConverseStream'];

/** An id of the right form that no model has. */
export const UNKNOWN_MODEL = 'anthropic.does-not-exist-v1:0';

export const SMITHY_EVENT_STREAM = 'https://smithy.io/2.0/aws/amazon-eventstream.html';
export const SERVICE_MODEL = 'botocore service model bedrock-runtime 2023-09-30';
export const SIGV4 = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html';

/** For Converse and ConverseStream: the model has to use this tool. */
export const TOOL: Readonly<Record<string, JsonValue>> = {
  toolConfig: {
    tools: [
      {
        toolSpec: {
          name: 'get_weather',
          description: 'The weather of a city.',
          inputSchema: {
            json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
          },
        },
      },
    ],
    toolChoice: { any: {} },
  },
};
