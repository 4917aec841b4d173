/** The conditions of `When`, one entry a member: what must hold, and how to say what was wanted and what was there. */
import type { TextMatch, When } from '../../fixtures/scenario.ts';
import { allAt, parsePath, someAt } from './json-path.ts';
import { compileGlob, compileText, type Literal, type TextTest } from './text.ts';
import { compileValue } from './value.ts';
import { headerOf, toolResultsOf, type View } from './view.ts';

export interface Condition {
  /** The member of `when`, with the header or path where it has several: `headers.x-user`. */
  readonly name: string;
  readonly holds: (view: View) => boolean;
  readonly wanted: string;
  /** What the request has in its place, as text or as a value to be shown as JSON. */
  readonly got: (view: View) => unknown;
  /** Set where the condition is a plain text in one that every request has. */
  readonly plain?: { readonly of: 'prompt' | 'system'; readonly literal: Literal };
}

type Compilers = { readonly [K in keyof When]-?: (wanted: NonNullable<When[K]>) => readonly Condition[] };

/** In the order in which they are tried: the cheap ones first. */
export const CONDITIONS: Compilers = {
  operation: (names) => {
    const wanted = list(names);
    return [
      {
        name: 'operation',
        wanted: or(wanted),
        got: (view) => view.ask.operation,
        holds: (view) => wanted.includes(view.ask.operation),
      },
    ];
  },
  turn: (turn) => [
    { name: 'turn', wanted: String(turn), got: (view) => view.turn, holds: (view) => view.turn === turn },
  ],
  model: (globs) => [model(list(globs))],
  tools: (globs) => list(globs).map(tool),
  toolResult: (wanted) => [typeof wanted === 'boolean' ? anyToolResult(wanted) : toolResult(wanted)],
  prompt: (match) => [plainText('prompt', compileText(match))],
  system: (match) => [plainText('system', compileText(match))],
  headers: (headers) => Object.entries(headers).map(([name, match]) => header(name, match)),
  body: (paths) => Object.entries(paths).map(([path, wanted]) => atPath(path, wanted)),
  test: (test) => {
    const call = (view: View) => outcomeOf(() => test(view.ask));
    return [{ name: 'test', wanted: 'true', got: call, holds: (view) => call(view) === true }];
  },
};

function plainText(of: 'prompt' | 'system', { matches, wanted, literal }: TextTest): Condition {
  const condition = { name: of, wanted, got: (view: View) => view[of], holds: (view: View) => matches(view[of]) };
  return literal ? { ...condition, plain: { of, literal } } : condition;
}

function model(globs: readonly string[]): Condition {
  const test = anyOf(globs.map(compileGlob));
  return {
    name: 'model',
    wanted: or(globs),
    got: ({ ask }) => [...new Set([ask.modelId, ask.model?.modelId ?? ask.modelId])],
    holds: ({ ask }) => test(ask.modelId) || (ask.model !== undefined && test(ask.model.modelId)),
  };
}

function tool(glob: string): Condition {
  const test = compileGlob(glob);
  return {
    name: 'tools',
    wanted: `${JSON.stringify(glob)} among them`,
    got: (view) => view.ask.conversation.tools.map((tool) => tool.name),
    holds: (view) => view.ask.conversation.tools.some((tool) => test(tool.name)),
  };
}

function returnsToolResult({ lastTurn }: View): boolean {
  return lastTurn !== undefined && lastTurn.toolResults.length > 0;
}

function anyToolResult(wanted: boolean): Condition {
  return {
    name: 'toolResult',
    wanted: String(wanted),
    got: returnsToolResult,
    holds: (view) => returnsToolResult(view) === wanted,
  };
}

function toolResult({ tool, text }: { readonly tool?: string; readonly text?: TextMatch }): Condition {
  const passes = tool === undefined ? () => true : compileGlob(tool);
  const test = text === undefined ? undefined : compileText(text);
  const wanted = ['a result', tool && `of ${JSON.stringify(tool)}`, test && `with ${test.wanted}`];
  return {
    name: 'toolResult',
    wanted: wanted.filter(Boolean).join(' '),
    got: (view) => toolResultsOf(view),
    holds: (view) => toolResultsOf(view).some((got) => passes(got.tool) && (test?.matches(got.text) ?? true)),
  };
}

function header(name: string, match: TextMatch | boolean): Condition {
  const lowerCase = name.toLowerCase();
  const got = (view: View) => headerOf(view.request, lowerCase);
  const test = typeof match === 'boolean' ? presence(match) : compileText(match);
  const holds = (view: View) => {
    const value = got(view);
    return value === undefined ? match === false : test.matches(value);
  };
  return { name: `headers.${name}`, wanted: test.wanted, got, holds };
}

function presence(wanted: boolean): TextTest {
  return { wanted: wanted ? 'any value' : 'no such header', matches: () => wanted };
}

function atPath(path: string, wanted: unknown): Condition {
  const steps = parsePath(path);
  const test = compileValue(wanted);
  return {
    name: `body ${path}`,
    wanted: test.wanted,
    got: (view) => {
      const found = allAt(view.ask.body, steps);
      return found.length > 1 ? found : found[0];
    },
    holds: (view) => someAt(view.ask.body, steps, test.matches),
  };
}

function outcomeOf(run: () => boolean | string): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

function anyOf(tests: readonly ((text: string) => boolean)[]): (text: string) => boolean {
  return tests.length === 1 ? tests[0]! : (text) => tests.some((test) => test(text));
}

function list<T extends string>(values: T | readonly T[]): readonly T[] {
  return typeof values === 'string' ? [values] : values;
}

function or(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(' or ');
}
