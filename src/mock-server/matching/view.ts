/** What conditions look at: the request, and what several of them need, worked out once. */
import type { WireRequest } from '../exchange.ts';
import { promptOf, turnOf, type Ask, type Turn } from '../ask.ts';

/** What a scenario is matched with. */
export interface Input {
  readonly ask: Ask;
  readonly request: WireRequest;
}

export interface View {
  readonly ask: Ask;
  readonly request: WireRequest;
  readonly prompt: string;
  readonly system: string;
  readonly turn: number;
  readonly lastTurn: Turn | undefined;
}

export function viewOf({ ask, request }: Input): View {
  const { conversation } = ask;
  return {
    ask,
    request,
    prompt: promptOf(conversation),
    system: conversation.system,
    turn: turnOf(conversation),
    lastTurn: conversation.turns.at(-1),
  };
}

/** The value of a header by its lower-case name; of several, joined as HTTP allows. */
export function headerOf({ rawHeaders }: WireRequest, name: string): string | undefined {
  let value: string | undefined;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const candidate = rawHeaders[i] as string;
    if (candidate.length !== name.length || candidate.toLowerCase() !== name) continue;
    value = value === undefined ? rawHeaders[i + 1] : `${value}, ${rawHeaders[i + 1]}`;
  }
  return value;
}

const NO_RESULTS: readonly { tool: string; text: string }[] = [];

/** The tool results in the last turn, each with the name of the tool it came from, empty where none was asked so. */
export function toolResultsOf({ ask, lastTurn }: View): readonly { readonly tool: string; readonly text: string }[] {
  if (lastTurn === undefined || lastTurn.toolResults.length === 0) return NO_RESULTS;
  const uses = ask.conversation.turns.flatMap((turn) => turn.toolUses);
  return lastTurn.toolResults.map(({ toolUseId, text }) => ({
    tool: uses.findLast((use) => use.toolUseId === toolUseId)?.name ?? '',
    text,
  }));
}
