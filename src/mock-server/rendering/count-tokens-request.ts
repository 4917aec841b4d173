/** What a CountTokens request asks about: the request of another operation, wrapped. */
import { type Conversation, SILENCE } from '../ask.ts';
import { converseConversation } from './converse-request.ts';
import type { Family } from './family.ts';
import { asRecord, asString } from './read.ts';

/** `{"input":{"converse":{…}}}` or `{"input":{"invokeModel":{"body":"<base64>"}}}`. */
export function countTokensConversation(body: unknown, family: Family): Conversation {
  const input = asRecord(asRecord(body)['input']);
  if ('converse' in input) return converseConversation(input['converse']);
  const wrapped = asString(asRecord(input['invokeModel'])['body']);
  return wrapped === '' ? SILENCE : family.conversation(parsed(Buffer.from(wrapped, 'base64').toString('utf8')));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
