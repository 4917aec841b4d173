/** Takes out of a recording what must not be kept, before anything is written. */
import { formatPath, type Path } from '../../mock-server/matching/problems.ts';
import { accountsIn, NO_ACCOUNT, SECRET_PARAMETER } from '../../wire/secrets.ts';
import type { Recording, Redaction } from '../recording.ts';
import { mapAt } from './json.ts';
import { REDACTED, type Rule } from './rule.ts';
import { visit, type Visitor } from './visit.ts';

/** Credentials, cookies and account ids, and what the rules name. Request ids stay. */
export function redact(recording: Recording, rules: readonly Rule[] = []): Recording {
  const redacted: Redaction[] = [...recording.redacted];
  const note = (rule: string, path: Path) => redacted.push({ rule, at: `$.${formatPath(path)}` });
  const visited = visit(recording, redactor([...ALWAYS, accountRule(recording), ...rules], note));
  return { ...visited, redacted };
}

type Note = (rule: string, path: Path) => void;

interface TextRule {
  readonly source: string;
  readonly replace: (text: string) => string;
}

type AnyRule = TextRule | Rule;

const ALWAYS: readonly TextRule[] = [
  { source: 'presigned query', replace: (text) => text.replace(SECRET_PARAMETER, '$1redacted') },
  { source: 'presigned query', replace: (text) => text.replace(/([?&]X-Amz-Credential=)[^&]+/gi, '$1redacted') },
];

function redactor(rules: readonly AnyRule[], note: Note): Visitor {
  const texts = rules.flatMap((rule) => ('steps' in rule ? [] : [textRule(rule)]));
  const paths = rules.filter((rule) => 'steps' in rule);
  return {
    secret: (_value, path) => (note('credentials', path), REDACTED),
    json: (value, path) =>
      paths.reduce(
        (left, { source, steps }) => mapAt(left, steps, (_found, at) => (note(source, [...path, ...at]), REDACTED)),
        value,
      ),
    text: (text, path) =>
      texts.reduce((left, { source, replace }) => {
        const replaced = replace(left);
        if (replaced !== left) note(source, path);
        return replaced;
      }, text),
  };
}

function textRule(rule: TextRule | Extract<Rule, { pattern: RegExp }>): TextRule {
  if ('replace' in rule) return rule;
  return { source: rule.source, replace: (text) => text.replace(rule.pattern, REDACTED) };
}

/** An account id is known by the ARNs it stands in, and by the answer of GetCallerIdentity; it goes wherever it is. */
function accountRule(recording: Recording): TextRule {
  const accounts = new Set<string>();
  const look = (text: string) => {
    for (const account of [...accountsIn(text), ...identityIn(text)]) accounts.add(account);
    return text;
  };
  visit(recording, { text: look, secret: (value) => value, json: (value) => value });
  const pattern = new RegExp(`(?<!\\d)(?:${[...accounts].join('|') || '(?!)'})(?!\\d)`, 'g');
  return { source: 'account ids', replace: (text) => text.replace(pattern, NO_ACCOUNT) };
}

function identityIn(text: string): string[] {
  return [...text.matchAll(/<Account>(?!123456789012)(\d{12})<\/Account>/g)].map(([, account]) => account as string);
}
