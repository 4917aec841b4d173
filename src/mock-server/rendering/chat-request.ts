/** What a request in the shape of chat completions asks: messages with roles, tools as functions. */
import type { Conversation, Tool, Turn } from '../ask.ts';
import * as read from './read.ts';

/** As Mistral, AI21 and all who follow OpenAI write it; system messages stand apart. */
export function chatConversation(body: unknown): Conversation {
  const request = read.asRecord(body);
  const turns = read.asArray(request['messages']).map(turnOf);
  return read.conversation({
    system: turns
      .filter(isSystem)
      .map((said) => said.text)
      .join('\n'),
    turns: turns.filter((said) => !isSystem(said)),
    tools: read.asArray(request['tools']).map(functionTool),
    toolChoice: toolChoiceOf(request['tool_choice']),
    maxTokens: read.asNumber(request['max_tokens']) ?? read.asNumber(request['max_completion_tokens']),
    stopSequences: read.asStrings(request['stop']),
  });
}

function isSystem({ role }: Turn): boolean {
  return role === 'system';
}

function turnOf(value: unknown): Turn {
  const message = read.asRecord(value);
  const text = read.blockText(message['content']);
  if (message['role'] === 'tool') {
    return read.turn('user', '', { toolResults: [{ toolUseId: read.asString(message['tool_call_id']), text }] });
  }
  const toolUses = read.asArray(message['tool_calls']).map((call) => ({
    toolUseId: read.asString(read.asRecord(call)['id']),
    name: read.asString(read.asRecord(read.asRecord(call)['function'])['name']),
  }));
  const media = read.asArray(message['content']).filter((block) => read.asRecord(block)['type'] === 'image_url');
  return read.turn(read.asRole(message['role']), text, { toolUses, media: media.map(() => 'image') });
}

function functionTool(value: unknown): Tool {
  const declared = read.asRecord(read.asRecord(value)['function']);
  return { name: read.asString(declared['name']), inputSchema: declared['parameters'] };
}

const TOOL_CHOICES: ReadonlyMap<string, Conversation['toolChoice']> = new Map([
  ['auto', 'auto'],
  ['any', 'any'],
  ['required', 'any'],
  ['none', 'none'],
]);

function toolChoiceOf(value: unknown): Conversation['toolChoice'] {
  const name = read.asString(read.asRecord(read.asRecord(value)['function'])['name']);
  return name === '' ? TOOL_CHOICES.get(read.asString(value)) : { name };
}
