/** The turns of a text completion's prompt. */
export const HUMAN_PROMPT = '\n\nHuman:';
export const AI_PROMPT = '\n\nAssistant:';
