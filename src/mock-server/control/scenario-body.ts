/** Scenarios out of the body of a request. */
import type { Context } from 'hono';
import type { Env } from '../app.ts';
import type { Loaded, Problem } from '../matching/index.ts';
import { ControlError } from './control-error.ts';
import type { ControlOptions } from './control-options.ts';
import { type Listed, oneAsList } from './one-as-list.ts';

/** @throws ControlError with all that is wrong with them. */
export async function readScenarios(c: Context<Env>, load: ControlOptions['load']): Promise<Loaded> {
  const text = await c.req.text();
  if (text.trim() === '') throw new ControlError(400, 'The body is empty; it wants scenarios, in YAML or JSON.');
  const listed = oneAsList(text);
  try {
    return await load(listed.text);
  } catch (cause) {
    throw asSent(cause as Error, listed);
  }
}

/** What is wrong with scenarios, at the places they had in the body. */
function asSent(error: Error & { readonly problems?: readonly Problem[] }, { movedBy }: Listed): Error {
  if (!error.problems) return error;
  const problems = error.problems.map(({ code, line = 1, column = 1, path, message }) => {
    return { code, line, column: Math.max(1, column - movedBy(line)), path, message };
  });
  const lines = problems.map(({ line, column, path, message }) =>
    [`line ${line}, column ${column}`, path, message].filter((part) => part !== '').join(': '),
  );
  return new ControlError(400, lines.join('\n'), { problems });
}
