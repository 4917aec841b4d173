/** What Claude's text completions check. Claude 2 answers Messages too (recorded in openllmetry), so this is for prompts. */
import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import type { Fields } from './body.ts';

/**
 * Quoted in spring-projects/spring-ai#404. The Claude guide's own CLI example leaves the two newlines out, and works; so must
 * the versions of @anthropic-ai/bedrock-sdk whose HUMAN_PROMPT spells them with backslashes (0.26 to 0.36, observed).
 */
export function checkPrompt(request: Fields): string | undefined {
  const { prompt } = request;
  return typeof prompt === 'string' && !/(^|\n\n|\\n\\n)\s*Human:/.test(prompt)
    ? 'prompt must start with "\\n\\nHuman:" turn after an optional system prompt'
    : undefined;
}

/** A prompt for a model that only knows Messages. */
export function checkIsMessages(request: Fields, model: FoundationModel): string | undefined {
  return 'prompt' in request && !('messages' in request)
    ? `"${model.providerModelName ?? model.modelId}" is not supported on this API. Please use the Messages API instead.`
    : undefined;
}
