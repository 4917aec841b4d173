/** What a request in the shape of Anthropic's Messages API asks. */
import type { Conversation, Turn } from '../ask.ts';
import * as read from './read.ts';

export function claudeConversation(body: unknown): Conversation {
  const request = read.asRecord(body);
  return read.conversation({
    system: read.blockText(request['system']),
    turns: read.asArray(request['messages']).map(turnOf),
    tools: read
      .asArray(request['tools'])
      .map(read.asRecord)
      .map(({ name, input_schema }) => ({
        name: read.asString(name),
        inputSchema: input_schema,
      })),
    toolChoice: toolChoiceOf(request['tool_choice']),
    maxTokens: read.asNumber(request['max_tokens']),
    stopSequences: read.asStrings(request['stop_sequences']),
  });
}

function turnOf(value: unknown): Turn {
  const message = read.asRecord(value);
  const blocks = read.asArray(message['content']).map(read.asRecord);
  const ofType = (type: string) => blocks.filter((block) => block['type'] === type);
  return read.turn(read.asRole(message['role']), read.blockText(message['content']), {
    toolUses: ofType('tool_use').map(({ id, name }) => ({ toolUseId: read.asString(id), name: read.asString(name) })),
    toolResults: ofType('tool_result').map(({ tool_use_id, content }) => ({
      toolUseId: read.asString(tool_use_id),
      text: read.blockText(content),
    })),
    media: blocks.map(({ type }) => read.asString(type)).filter((type) => type === 'image' || type === 'document'),
  });
}

function toolChoiceOf(value: unknown): Conversation['toolChoice'] {
  const { type, name } = read.asRecord(value);
  if (type === 'tool') return { name: read.asString(name) };
  return type === 'auto' || type === 'any' || type === 'none' ? type : undefined;
}
