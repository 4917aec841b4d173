/** Conversations that are written out as one text: the prompts of the models from before messages. */
import type { Turn } from '../ask.ts';
import { asRole, turn } from './read.ts';

interface Dialogue {
  readonly system: string;
  readonly turns: readonly Turn[];
}

/** How the speakers are named: `Human:` and `Assistant:`, `User:` and `Bot:`. */
interface Labels {
  readonly user: string;
  readonly assistant: string;
}

/**
 * Turns that begin with a label at the start of the text or of a line. What stands before the first is the system
 * text; what the model is to go on with, at the end, is no turn yet. A text without labels is one turn of the user.
 */
export function labelledDialogue(prompt: string, { user, assistant }: Labels): Dialogue {
  const unprimed = prompt.replace(new RegExp(`\\s${assistant}:\\s*$`), '');
  const [before = '', ...rest] = unprimed.split(new RegExp(`(?:^|\\n)[ \\t]*(${user}|${assistant}):`));
  if (rest.length === 0) return { system: '', turns: [turn('user', before.trim())] };
  const turns = pairs(rest).map(([label, text]) => turn(label === user ? 'user' : 'assistant', text.trim()));
  return { system: before.trim(), turns: withoutPrefill(turns) };
}

function pairs(items: readonly string[]): [string, string][] {
  return items.flatMap((item, index) => (index % 2 === 0 ? [[item, items[index + 1] ?? '']] : []));
}

function withoutPrefill(turns: readonly Turn[]): readonly Turn[] {
  return turns.at(-1)?.role === 'assistant' ? turns.slice(0, -1) : turns;
}

const SYSTEM_OPEN = '<<SYS>>';
const SYSTEM_CLOSE = '<</SYS>>';

/** `<s>[INST] <<SYS>>…<</SYS>> question [/INST] answer </s>…`: Mistral, and Llama 2 with its system text. */
export function instructDialogue(prompt: string): Dialogue {
  const [system, said] = systemApart(prompt);
  const [, ...exchanges] = said.split('[INST]');
  if (exchanges.length === 0) return { system, turns: [turn('user', bare(said))] };
  const turns = exchanges.flatMap((exchange) => {
    const [asked = '', answered = ''] = exchange.split('[/INST]').map(bare);
    return answered === '' ? [turn('user', asked)] : [turn('user', asked), turn('assistant', answered)];
  });
  return { system, turns: withoutPrefill(turns) };
}

/** The system text, and the prompt without it. */
function systemApart(prompt: string): [string, string] {
  const open = prompt.indexOf(SYSTEM_OPEN);
  const close = prompt.indexOf(SYSTEM_CLOSE, open);
  if (open < 0 || close < 0) return ['', prompt];
  const system = prompt.slice(open + SYSTEM_OPEN.length, close);
  return [system.trim(), prompt.slice(0, open) + prompt.slice(close + SYSTEM_CLOSE.length)];
}

function bare(text: string): string {
  return text.replaceAll(/<\/?s>/g, '').trim();
}

interface Header {
  readonly open: string;
  readonly close: string;
  readonly end: RegExp;
}

/** Llama 3, and Llama 4, which has other names for the same. */
const HEADERS: readonly Header[] = [
  { open: '<|start_header_id|>', close: '<|end_header_id|>', end: /<\|e[om][ot]_id\|>/ },
  { open: '<|header_start|>', close: '<|header_end|>', end: /<\|e[om][ot]\|>/ },
];

/** Llama 3 and 4 by their headers, Llama 2 by its brackets, anything else as one turn of the user. */
export function llamaDialogue(prompt: string): Dialogue {
  const header = HEADERS.find(({ open }) => prompt.includes(open));
  return header ? headedDialogue(prompt, header) : instructDialogue(prompt);
}

function headedDialogue(prompt: string, { open, close, end }: Header): Dialogue {
  const [, ...parts] = prompt.split(open);
  const turns = parts.map((part) => {
    const [role = '', text = ''] = part.split(close);
    return headedTurn(role.trim(), (text.split(end)[0] ?? '').trim());
  });
  return {
    system: turns
      .filter(({ role }) => role === 'system')
      .map(({ text }) => text)
      .join('\n'),
    turns: withoutPrefill(turns.filter(({ role }) => role !== 'system')),
  };
}

/** What a tool returned comes under a header of its own. */
function headedTurn(role: string, text: string): Turn {
  if (role === 'ipython' || role === 'tool') return turn('user', '', { toolResults: [{ toolUseId: '', text }] });
  return turn(asRole(role), text);
}
