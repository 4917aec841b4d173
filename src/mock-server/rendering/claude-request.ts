/** What a request in the shape of Anthropic's Messages API asks. */
import type { Conversation, Tool, Turn } from '../ask.ts';
import * as read from './read.ts';

export function claudeConversation(body: unknown): Conversation {
  const request = read.asRecord(body);
  return read.conversation({
    system: read.blockText(request['system']),
    turns: read.asArray(request['messages']).map(turnOf),
    tools: read.asArray(request['tools']).map(toolOf),
    toolChoice: toolChoiceOf(request['tool_choice']),
    maxTokens: read.asNumber(request['max_tokens']),
    stopSequences: read.asStrings(request['stop_sequences']),
  });
}

function turnOf(value: unknown): Turn {
  const { role, content } = read.asRecord(value);
  const blocks = read.asArray(content).map(read.asRecord);
  const words = read.blockText(content);
  return read.turn(read.asRole(role), words, blocks.every(isText) ? undefined : besideText(blocks));
}

/** Most turns are words alone, and need not be gone through for each kind of block. */
function isText({ type }: Block): boolean {
  return type === 'text';
}

type Block = Readonly<Record<string, unknown>>;

function besideText(blocks: readonly Block[]): Omit<Turn, 'role' | 'text'> {
  const ofType = (type: string) => blocks.filter((block) => block['type'] === type);
  return {
    toolUses: ofType('tool_use').map(({ id, name }) => ({ toolUseId: read.asString(id), name: read.asString(name) })),
    toolResults: ofType('tool_result').map(({ tool_use_id, content }) => ({
      toolUseId: read.asString(tool_use_id),
      text: read.blockText(content),
    })),
    media: blocks.map(({ type }) => read.asString(type)).filter((type) => type === 'image' || type === 'document'),
  };
}

function toolOf(value: unknown): Tool {
  const { name, input_schema } = read.asRecord(value);
  return { name: read.asString(name), inputSchema: input_schema };
}

function toolChoiceOf(value: unknown): Conversation['toolChoice'] {
  const { type, name } = read.asRecord(value);
  if (type === 'tool') return { name: read.asString(name) };
  return type === 'auto' || type === 'any' || type === 'none' ? type : undefined;
}
