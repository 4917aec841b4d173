/** The conditions of `When`, asked of a request that was answered long ago: for tests, which look at a journal. */
import type { When } from '../../fixtures/scenario.ts';
import { type OperationName, OPERATIONS } from '../../wire/operations.ts';
import { type AsymmetricMatcher, isAsymmetric, tellAsymmetric } from './asymmetric.ts';
import { CONDITIONS, type Condition } from './conditions.ts';
import { closeDifference } from './explain.ts';
import { likenessTo, shorten } from './likeness.ts';
import { toolResultsOf, type View, viewOf, type Input } from './view.ts';
import { unknownWord } from './wanted.ts';

/**
 * The words of `When` with its meanings, all of which must hold: `{ operation: 'Converse', prompt: 'weather' }`. In the
 * place of each may stand an asymmetric matcher such as `expect.stringContaining('x')`, for `model` and `tools` a RegExp
 * too.
 */
export type Filter = {
  readonly [K in keyof When]?: When[K] | AsymmetricMatcher | (K extends 'model' | 'tools' ? RegExp : never) | undefined;
};

export interface CompiledFilter {
  /** Each condition in words: `prompt: text containing "weather"`. Empty: everything passes. */
  readonly wanted: readonly string[];
  readonly judge: (input: Input) => Judgement;
}

export interface Judgement {
  /** One line for each condition that does not hold; none: it passes. */
  readonly differences: readonly string[];
  /** How like the texts are to those that were wanted; greater is nearer. */
  readonly likeness: number;
}

/** @throws TypeError for a word that `When` does not have. Error for a pattern or JSON path that cannot be read. */
export function compileFilter(filter: Filter): CompiledFilter {
  const entries = Object.entries(filter).filter(([, wanted]) => wanted !== undefined);
  for (const [word, wanted] of entries) validateWord(word, wanted);
  const words = Object.keys(CONDITIONS);
  const ordered = entries.toSorted(([one], [other]) => words.indexOf(one) - words.indexOf(other));
  const conditions = ordered.flatMap(([word, wanted]) => conditionsOf(word as keyof When, wanted));
  return {
    wanted: conditions.map(({ name, wanted }) => `${name}: ${shorten(wanted)}`),
    judge: (input) => judge(conditions, viewOf(input)),
  };
}

function judge(conditions: readonly Condition[], view: View): Judgement {
  const unmet = conditions.filter((condition) => !condition.holds(view));
  const likenesses = unmet.map(({ plain }) => (plain ? likenessTo(view[plain.of])(plain.literal.text) : 0));
  return {
    differences: unmet.map((condition) => closeDifference(condition, view)),
    likeness: likenesses.reduce((sum, one) => sum + one, 0),
  };
}

function validateWord(word: string, wanted: unknown): void {
  const words = Object.keys(CONDITIONS);
  if (!words.includes(word)) throw new TypeError(unknownWord(word, words, `Known are ${words.join(', ')}.`));
  if (word !== 'operation' || isAsymmetric(wanted)) return;
  const names = OPERATIONS.map(({ name }) => name);
  const unknown = ([wanted].flat() as string[]).find((name) => !names.includes(name as OperationName));
  if (unknown !== undefined) {
    throw new TypeError(`operation: ${unknownWord(unknown, names, `Known are ${names.join(', ')}.`)}`);
  }
}

function conditionsOf(word: keyof When, wanted: unknown): readonly Condition[] {
  if (isAsymmetric(wanted)) return [judgedBy(word, wanted)];
  if (wanted instanceof RegExp && (word === 'model' || word === 'tools')) return [judgedBy(word, anyText(wanted))];
  return (CONDITIONS[word] as (wanted: unknown) => readonly Condition[])(wanted);
}

function anyText(pattern: RegExp): AsymmetricMatcher {
  const regex = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  return {
    asymmetricMatch: (value) => typeof value === 'string' && regex.test(value),
    toAsymmetricMatcher: () => `text matching ${regex}`,
  } as AsymmetricMatcher;
}

function judgedBy(name: keyof When, matcher: AsymmetricMatcher): Condition {
  const candidates = CANDIDATES[name];
  return {
    name,
    wanted: tellAsymmetric(matcher),
    got: (view) => candidates(view)[0],
    holds: (view) => candidates(view).some((candidate) => matcher.asymmetricMatch(candidate)),
  };
}

/** What a matcher in the place of a word is shown, one after the other until one passes. */
const CANDIDATES: { readonly [K in keyof When]-?: (view: View) => readonly unknown[] } = {
  operation: ({ ask }) => [ask.operation],
  turn: ({ turn }) => [turn],
  model: ({ ask }) => [ask.modelId, ...(ask.model ? [ask.model.modelId] : [])],
  tools: ({ ask }) => {
    const names = ask.conversation.tools.map(({ name }) => name);
    return [names, ...names];
  },
  toolResult: (view) => [toolResultsOf(view)],
  prompt: ({ prompt }) => [prompt],
  system: ({ system }) => [system],
  headers: ({ request }) => [headersOf(request.rawHeaders)],
  body: ({ ask }) => [ask.body],
  test: ({ ask }) => [ask],
};

/** By lower-case name, without the pseudo-headers of HTTP/2. */
function headersOf(rawHeaders: readonly string[]): Record<string, string> {
  const pairs = Array.from({ length: rawHeaders.length >> 1 }, (_, i) => rawHeaders.slice(2 * i, 2 * i + 2));
  return Object.fromEntries(
    pairs.filter(([name]) => !name?.startsWith(':')).map(([name, value]) => [name?.toLowerCase(), value]),
  );
}
