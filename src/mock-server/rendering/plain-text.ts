/** A reply as families say it that know nothing but text. */
import type { ReplyBlock, TextBlock, ToolUseBlock } from '../../fixtures/reply.ts';
import type { FullReply, RenderContext } from './family.ts';
import { pieces } from './pieces.ts';

/** What a model without tools writes to call one. */
type SayTool = (tool: ToolUseBlock['toolUse']) => string;

/** The form Llama is prompted to answer in, and the most usual one where a model knows none of its own. */
const toolAsJson: SayTool = ({ name, input }) => spacedJson({ name, parameters: input ?? {} });

/** The reply as one text. Thinking is not said: these models have no place for it. */
export function plainText({ content }: FullReply, sayTool: SayTool = toolAsJson): string {
  return blocks(content)
    .map((block, index) => ('text' in block ? block.text : said(block, index, sayTool)))
    .join('');
}

/** The same, in the pieces it streams in; given pieces stand as they are. */
export function plainPieces(
  { content }: FullReply,
  { model, ids }: RenderContext,
  sayTool: SayTool = toolAsJson,
): readonly string[] {
  return blocks(content).flatMap((block, index) => {
    if ('text' in block) return block.pieces ?? pieces(block.text, model, ids);
    return pieces(said(block, index, sayTool), model, ids);
  });
}

/**
 * The same where the last piece tells why the model stopped: an empty one where it stopped itself, the last token
 * where it was stopped for length (recorded of Llama and Mistral).
 */
export function endedPieces(reply: FullReply, context: RenderContext, sayTool?: SayTool): readonly string[] {
  const said = plainPieces(reply, context, sayTool);
  return reply.stopReason === 'max_tokens' && said.length > 0 ? said : [...said, ''];
}

/** What is said, for families that put tool calls elsewhere. */
export function withoutTools(reply: FullReply): FullReply {
  return { ...reply, content: reply.content.filter((block) => !('toolUse' in block)) };
}

export function toolUsesOf({ content }: FullReply): readonly ToolUseBlock['toolUse'][] {
  return content.flatMap((block) => ('toolUse' in block ? [block.toolUse] : []));
}

function blocks(content: readonly ReplyBlock[]): (TextBlock | ToolUseBlock)[] {
  return content.filter((block) => 'text' in block || 'toolUse' in block);
}

/** A call stands on a line of its own. */
function said({ toolUse }: ToolUseBlock, index: number, sayTool: SayTool): string {
  return `${index === 0 ? '' : '\n'}${sayTool(toolUse)}`;
}

/** As models write JSON themselves: a space after each colon and comma. */
export function spacedJson(value: unknown): string {
  return JSON.stringify(value ?? {}, null, 1)
    .replaceAll(/,\n\s*/g, ', ')
    .replaceAll(/\n\s*/g, '');
}
