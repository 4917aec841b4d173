/** The ledger as Markdown, first what nothing tests. Written to docs/requirements.md by `npm run requirements`. */
import { CLIENT_CASES } from '../cases/client/index.ts';
import { AUTH_CASES } from '../cases/server/auth.ts';
import { ERROR_CASES } from '../cases/server/errors.ts';
import { FAILURE_CASES } from '../cases/server/failure.ts';
import { FRAMING_CASES } from '../cases/server/framing.ts';
import { GRAMMAR_CASES } from '../cases/server/grammar.ts';
import { REFUSAL_CASES } from '../cases/server/refusals.ts';
import { TRANSPORT_CASES } from '../cases/server/transport.ts';
import { UNARY_CASES } from '../cases/server/unary.ts';
import { coverage, type Requirement, SOURCES, sourceOf, type SourceName, type Untested } from './index.ts';

type Slugs = readonly { readonly slug: string }[];

const SERVER_FILES: readonly (readonly [file: string, cases: Slugs])[] = [
  ['transport', TRANSPORT_CASES],
  ['auth', AUTH_CASES],
  ['unary', UNARY_CASES],
  ['errors', ERROR_CASES],
  ['refusals', REFUSAL_CASES],
  ['framing', FRAMING_CASES],
  ['grammar', GRAMMAR_CASES],
  ['failure', FAILURE_CASES],
];
const PROPERTY_FILES: Readonly<Record<string, string>> = {
  cs: 'messages',
  end: 'streams',
  es: 'streams',
  req: 'requests',
  retry: 'requests',
  session: 'sessions',
  sig: 'requests',
};

const FILES = new Map([
  ...CLIENT_CASES.map(({ slug }) => [slug, `cases/client/${clientFile(slug)}.ts`] as const),
  ...SERVER_FILES.flatMap(([file, cases]) => cases.map(({ slug }) => [slug, `cases/server/${file}.ts`] as const)),
]);

function groupOf(slug: string): string {
  return slug.slice(0, slug.indexOf('/'));
}

function clientFile(slug: string): string {
  const group = groupOf(slug);
  return group === 'cancel' ? 'time' : group;
}

/** Where the link of a slug leads; it stands at the end, so that tables stay narrow. */
function definition(slug: string): string {
  const file = FILES.get(slug) ?? `properties/${PROPERTY_FILES[groupOf(slug)] ?? 'index'}.ts`;
  return `[${slug}]: ../src/conformance/${file}`;
}

const WHYS: Readonly<Record<Untested['why'], string>> = {
  'not yet': 'Not yet: it could be tried',
  unobservable: 'Unobservable: neither the wire nor the caller’s side shows it',
  'out of scope': 'Out of scope: it is not what the kit is about, or Bedrock has no such thing',
};

export function requirementsReport(requirements: readonly Requirement[]): string {
  const untested = requirements.filter(({ none }) => none);
  return [
    '# Requirements',
    [
      'What the specifications ask of clients and servers of Amazon Bedrock, sentence by sentence and in our words, with the cases that try it or the reason why none does.',
      'The ledger is data, in `src/conformance/requirements`; this page is written by `npm run requirements`.',
    ].join(' '),
    summary(requirements),
    `## What nothing tests (${untested.length})`,
    ...(Object.keys(WHYS) as Untested['why'][]).flatMap((why) => untestedBecause(why, untested)),
    ...(Object.keys(SOURCES) as SourceName[]).flatMap((source) => chapter(source, requirements)),
    [...new Set(requirements.flatMap(({ cases = [] }) => cases))].toSorted().map(definition).join('\n'),
    '',
  ].join('\n\n');
}

function summary(requirements: readonly Requirement[]): string {
  const rows = coverage(requirements).map(({ source, side, tested, notYet, unobservable, outOfScope }) =>
    row([SOURCES[source], side, tested, notYet, unobservable, outOfScope]),
  );
  return table(['Source', 'Binds', 'Tested', 'Not yet', 'Unobservable', 'Out of scope'], rows);
}

function untestedBecause(why: Untested['why'], untested: readonly Requirement[]): string[] {
  const those = untested.filter(({ none }) => none?.why === why);
  const reasons = [...new Set(those.map(({ none }) => none?.because ?? ''))];
  const lists = reasons.map((reason) => {
    const same = those.filter(({ none }) => none?.because === reason);
    return [`- ${reason}`, ...same.map(({ id, says }) => `  - ${says} (\`${id}\`)`)].join('\n');
  });
  return [`### ${WHYS[why]} (${those.length})`, lists.join('\n')];
}

function chapter(source: SourceName, requirements: readonly Requirement[]): string[] {
  const those = requirements.filter((one) => sourceOf(one) === source);
  const passages = [...new Set(those.map((one) => heading(one)))];
  return [
    `## ${SOURCES[source]}`,
    ...passages.flatMap((passage) => [`### ${passage}`, sentences(those.filter((one) => heading(one) === passage))]),
  ];
}

function heading({ source: { document, section, url } }: Requirement): string {
  return `${document}: [${section}](${url})`;
}

function sentences(requirements: readonly Requirement[]): string {
  const rows = requirements.map(({ says, binds, cases, none }) =>
    row([says, binds.join(', '), cases ? cases.map((slug) => `[${slug}]`).join(', ') : `none: ${none.why}`]),
  );
  return table(['Sentence', 'Binds', 'Cases'], rows);
}

function table(names: readonly string[], rows: readonly string[]): string {
  return [row(names), row(names.map(() => '---')), ...rows].join('\n');
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}
