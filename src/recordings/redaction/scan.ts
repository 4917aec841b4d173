/** Whether a recording still holds what looks like a secret. */
import { formatPath, type Path } from '../../mock-server/matching/problems.ts';
import { secretsIn } from '../../wire/secrets.ts';
import type { Recording } from '../recording.ts';
import { visit } from './visit.ts';

export interface Suspicion {
  /** `$.request.body.messages[0].content`; `[*]` where it is told in pieces, over several frames. */
  readonly at: string;
  /** What it looks like: `an AWS access key id`. The secret itself is not repeated. */
  readonly looksLike: string;
}

/** A value of fewer characters would be found in words that are no secret. */
const SHORTEST = 16;

/**
 * Looks at every text: headers, target, bodies, what chunks hold, the names of members, and the texts that a stream tells
 * in pieces, put together.
 *
 * @param known values that are secret whatever they look like: the credentials requests are signed with.
 */
export function findSecrets(recording: Recording, known: readonly string[] = []): readonly Suspicion[] {
  const secrets = known.filter((secret) => secret.length >= SHORTEST && !/EXAMPLE(?:KEY)?$/.test(secret));
  return [...textsOf(recording)].flatMap(([at, text]) => {
    const looks = secretsIn(text);
    if (secrets.some((secret) => text.includes(secret))) looks.push('the credentials requests are signed with');
    return looks.map((looksLike) => ({ at, looksLike }));
  });
}

function textsOf(recording: Recording): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const add = (at: string, text: string) => texts.set(at, (texts.get(at) ?? '') + text);
  const take = (text: string, path: Path) => {
    const at = `$.${formatPath(path)}`;
    add(at, text);
    if (path[1] === 'frames') add(at.replace(/frames\[\d+\]/, 'frames[*]'), text);
    if (text.includes('%')) add(at, ` ${unescaped(text)}`);
    return text;
  };
  const names = (value: unknown, path: Path) => {
    for (const name of namesIn(value)) add(`$.${formatPath(path)}`, `${name}\n`);
    return value;
  };
  visit(recording, { text: take, secret: (value) => value, json: names });
  return texts;
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.values(value).flatMap(namesIn);
  return Array.isArray(value) ? members : [...Object.keys(value), ...members];
}

function unescaped(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
