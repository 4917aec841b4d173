/** What a model says where no scenario speaks for it: plausible, the same every time, and plain about what it is. */
import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import type { Reply } from '../../fixtures/reply.ts';
import { type Conversation, promptOf, type Tool } from '../ask.ts';
import type { TokenCounter } from '../tokens.ts';
import { exampleOf } from './schema-example.ts';

export interface UnscriptedContext {
  readonly model: FoundationModel;
  readonly tokens: TokenCounter;
  /** Why nothing is scripted for it. */
  readonly notice: string | undefined;
}

/** A tool use where the client insists on one, otherwise text within the limits the client set. */
export function unscriptedReply(conversation: Conversation, context: UnscriptedContext): Reply {
  const tool = demandedTool(conversation);
  if (tool) return { content: [{ toolUse: { name: tool.name, input: exampleOf(tool.inputSchema) } }] };
  return limited(speech(conversation, context), conversation, context.tokens);
}

function demandedTool({ toolChoice, tools }: Conversation): Tool | undefined {
  if (toolChoice === 'any') return tools[0];
  return typeof toolChoice === 'object' ? tools.find(({ name }) => name === toolChoice.name) : undefined;
}

function speech(conversation: Conversation, { model, notice = '' }: UnscriptedContext): string {
  const heard = shortened(promptOf(conversation), 160);
  const opening = `Hello! This is Touchstone, speaking for ${model.modelName}.`;
  const echo = heard === '' ? '' : ` You said: "${heard}"`;
  return `${opening}${echo} This answer is made up. ${shortened(notice, 1_000)}`.trimEnd();
}

function shortened(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

function limited(text: string, { maxTokens, stopSequences }: Conversation, tokens: TokenCounter): Reply {
  const stop = firstStop(text, stopSequences);
  const said = stop ? text.slice(0, stop.at) : text;
  if (maxTokens !== undefined && tokens.count(said) > maxTokens) {
    return { text: firstTokens(said, maxTokens, tokens), stopReason: 'max_tokens' };
  }
  return stop ? { text: said, stopReason: 'stop_sequence', stopSequence: stop.sequence } : { text: said };
}

function firstStop(text: string, sequences: readonly string[]): { at: number; sequence: string } | undefined {
  return sequences
    .map((sequence) => ({ sequence, at: sequence === '' ? -1 : text.indexOf(sequence) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)[0];
}

/** As many words as fit; at least one character, since a model always says something before it is stopped. */
function firstTokens(text: string, limit: number, tokens: TokenCounter): string {
  const words = text.match(/\s*\S+/g) ?? [];
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tokens.count(words.slice(0, middle).join('')) <= limit) low = middle;
    else high = middle - 1;
  }
  return words.slice(0, low).join('') || text.slice(0, 1);
}
