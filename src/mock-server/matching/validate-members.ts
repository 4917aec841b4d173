/** Which members an object has, and which it should have. */
import { didYouMean } from './likeness.ts';
import type { Path } from './problems.ts';
import type { Members, Shape } from './shape.ts';
import type { Finding } from './validate.ts';
import { alternatives } from './wanted.ts';

type Validate = (shape: Shape, value: unknown, path: Path) => readonly Finding[];

/** What is undefined is not there. */
export function fieldsOf(value: object): (readonly [key: string, value: unknown])[] {
  return Object.entries(value).filter(([, field]) => field !== undefined);
}

/** An unknown member is most likely a known one misspelt, so that nothing is said to be missing beside it. */
export function validateMembers(shape: Members, value: object, path: Path, validate: Validate): readonly Finding[] {
  const fields = fieldsOf(value);
  const has = new Set(fields.map(([key]) => key));
  const inside = fields.flatMap(([key, field]) => {
    const member = memberOf(shape, key);
    return member ? validate(member, field, [...path, key]) : [unknownMember(shape, [...path, key])];
  });
  const missing = inside.some(({ code }) => code === 'unknown-member') ? [] : missingMembers(shape, has, path);
  const findings = [...inside, ...missing, ...conflicts(shape, has, path)];
  return findings.some(({ hint }) => !hint) ? findings : [...findings, ...checked(shape, value, path)];
}

function memberOf({ members }: Members, key: string): Shape | undefined {
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

function unknownMember(shape: Members, path: Path): Finding {
  return { code: 'unknown-member', path, message: `unknown member; ${cure(shape, String(path.at(-1)))}`, key: true };
}

function cure({ members }: Members, key: string): string {
  const known = Object.keys(members);
  const home = known.find((name) => namesWithin(members[name] as Shape).includes(key));
  if (home !== undefined) return `it belongs into "${home}"`;
  const meant = didYouMean(key, known);
  return meant === undefined ? `known are ${known.join(', ')}` : `did you mean "${meant}"?`;
}

/** The members an object of this shape, or of those in a list of it, may have. */
function namesWithin(shape: Shape): readonly string[] {
  if (shape.kind === 'named') return namesWithin(shape.shape());
  if (shape.kind === 'list') return namesWithin(shape.of);
  if (shape.kind === 'either') return shape.of.flatMap(namesWithin);
  return shape.kind === 'members' ? Object.keys(shape.members) : [];
}

function missingMembers({ required = [], oneOf }: Members, has: ReadonlySet<string>, path: Path): readonly Finding[] {
  const lacking = required.filter((name) => !has.has(name)).map((name) => `wants a member "${name}"`);
  if (oneOf && !oneOf.some((name) => has.has(name))) lacking.push(`wants one of ${alternatives(oneOf)}`);
  return lacking.map((message) => ({ code: 'missing-member', path, message }));
}

function conflicts({ oneOf = [], beside = {} }: Members, has: ReadonlySet<string>, path: Path): readonly Finding[] {
  const rivals = oneOf.filter((name) => has.has(name));
  const excess = rivals.slice(1).map((name) => conflict([...path, name], `may not stand beside "${rivals[0]}"`));
  const alone = Object.entries(beside).filter(([name, hosts]) => has.has(name) && !hosts.some((host) => has.has(host)));
  const lonely = alone.map(([name, hosts]) => conflict([...path, name], `stands only beside ${alternatives(hosts)}`));
  return [...excess, ...lonely];
}

function conflict(path: Path, message: string): Finding {
  return { code: 'conflicting-members', path, message, key: true };
}

function checked({ check }: Members, value: object, path: Path): readonly Finding[] {
  const found = check?.(value as Readonly<Record<string, unknown>>);
  return found ? [{ code: found.code, path: [...path, found.at], message: found.message }] : [];
}
