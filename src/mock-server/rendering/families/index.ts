/** The families by the names the model catalogue gives them. */
import type { FamilyName } from '../../../fixtures/foundation-model.ts';
import type { Family } from '../family.ts';
import { ai21J2 } from './ai21-j2.ts';
import { ai21Jamba } from './ai21-jamba.ts';
import { claudeMessages } from './claude-messages.ts';
import { claudeText } from './claude-text.ts';
import { cohereCommand } from './cohere-command.ts';
import { cohereCommandR } from './cohere-command-r.ts';
import { cohereEmbed } from './cohere-embed.ts';
import { cohereRerank } from './cohere-rerank.ts';
import { llama } from './llama.ts';
import { mistralChat } from './mistral-chat.ts';
import { mistralText } from './mistral-text.ts';
import { nova } from './nova.ts';
import { titanEmbedText } from './titan-embed-text.ts';
import { titanText } from './titan-text.ts';
import { unscripted } from './unscripted.ts';

export const FAMILIES: Readonly<Record<FamilyName, Family>> = {
  'claude-text': claudeText,
  'claude-messages': claudeMessages,
  nova,
  'titan-text': titanText,
  'titan-embed-text': titanEmbedText,
  llama,
  'mistral-text': mistralText,
  'mistral-chat': mistralChat,
  'cohere-command': cohereCommand,
  'cohere-command-r': cohereCommandR,
  'cohere-embed': cohereEmbed,
  'cohere-rerank': cohereRerank,
  'ai21-j2': ai21J2,
  'ai21-jamba': ai21Jamba,
  unscripted,
};
