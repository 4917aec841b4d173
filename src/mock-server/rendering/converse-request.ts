/** What a Converse request asks: the same for every model family. */
import type { Conversation, Tool, Turn } from '../ask.ts';
import { asArray, asNumber, asRecord, asString, asStrings } from './read.ts';

/** Total: whatever is missing or of a wrong type counts as absent. */
export function converseConversation(body: unknown): Conversation {
  const request = asRecord(body);
  const config = asRecord(request['inferenceConfig']);
  const tools = asRecord(request['toolConfig']);
  const maxTokens = asNumber(config['maxTokens']);
  const choice = toolChoice(asRecord(tools['toolChoice']));
  return {
    system: asArray(request['system'])
      .map((block) => asString(asRecord(block)['text']))
      .filter(Boolean)
      .join('\n'),
    turns: asArray(request['messages']).map(turn),
    tools: asArray(tools['tools']).flatMap(tool),
    stopSequences: asStrings(config['stopSequences']),
    ...(choice && { toolChoice: choice }),
    ...(maxTokens !== undefined && { maxTokens }),
  };
}

function turn(message: unknown): Turn {
  const { role, content } = asRecord(message);
  const blocks = asArray(content).map(asRecord);
  return {
    role: role === 'assistant' || role === 'system' ? role : 'user',
    text: blocks
      .map((block) => asString(block['text']))
      .filter(Boolean)
      .join('\n'),
    toolUses: blocks.filter((block) => 'toolUse' in block).map((block) => toolUse(asRecord(block['toolUse']))),
    toolResults: blocks
      .filter((block) => 'toolResult' in block)
      .map((block) => toolResult(asRecord(block['toolResult']))),
    media: blocks.flatMap((block) => ['image', 'document', 'video', 'audio'].filter((kind) => kind in block)),
  };
}

function toolUse({ toolUseId, name }: Readonly<Record<string, unknown>>): Turn['toolUses'][number] {
  return { toolUseId: asString(toolUseId), name: asString(name) };
}

function toolResult({ toolUseId, content }: Readonly<Record<string, unknown>>): Turn['toolResults'][number] {
  const parts = asArray(content).map(asRecord);
  const text = parts.map((part) => ('json' in part ? JSON.stringify(part['json']) : asString(part['text']))).join('\n');
  return { toolUseId: asString(toolUseId), text };
}

function tool(entry: unknown): Tool[] {
  const spec = asRecord(asRecord(entry)['toolSpec']);
  const name = asString(spec['name']);
  return name === '' ? [] : [{ name, inputSchema: asRecord(spec['inputSchema'])['json'] }];
}

function toolChoice(choice: Readonly<Record<string, unknown>>): Conversation['toolChoice'] {
  if ('any' in choice) return 'any';
  if ('tool' in choice) return { name: asString(asRecord(choice['tool'])['name']) };
  return 'auto' in choice ? 'auto' : undefined;
}
