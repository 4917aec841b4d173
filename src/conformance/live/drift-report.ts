/** The drift report, for people and for programs. */
import { cell } from '../report/markdown.ts';
import type { Finding } from '../verdict.ts';
import { type Agreement, AGREEMENTS, type Drift, type DriftEntry } from './drift.ts';

export function driftJson(drift: Drift): string {
  return `${JSON.stringify({ ...drift, agreements: AGREEMENTS }, undefined, 2)}\n`;
}

export function driftMarkdown(drift: Drift): string {
  const { service, endpoint, region, modelId, at, entries } = drift;
  const differing = entries.filter(({ agreement }) => agreement !== 'all' && agreement !== 'unknown');
  return [
    `# Drift of ${cell(service)}`,
    '',
    'The model: the service model and what each case states of it. The service: what answered at',
    `${cell(endpoint)} in ${cell(region)}${modelId === '' ? '' : `, asked for ${cell(modelId)}`}, ${at}.`,
    'The double: the same requests to a double on the loopback.',
    '',
    ...counts(entries),
    '',
    '## Case by case',
    '',
    '| case | the model | the service | the double | where they stand |',
    '|---|---|---|---|---|',
    ...rows(entries),
    '',
    '## Where they differ',
    '',
    ...(differing.length === 0 ? ['Nowhere.', ''] : alike(differing).flatMap(section)),
  ].join('\n');
}

function counts(entries: readonly DriftEntry[]): string[] {
  const kinds = Object.keys(AGREEMENTS) as Agreement[];
  const found = kinds.map((kind) => [kind, entries.filter(({ agreement }) => agreement === kind).length] as const);
  return found.filter(([, count]) => count > 0).map(([kind, count]) => `- ${count}: ${AGREEMENTS[kind]}`);
}

function rows(entries: readonly DriftEntry[]): string[] {
  const slugs = [...new Set(entries.map(({ case: one }) => one.slug))];
  return slugs.map((slug) => {
    const own = entries.filter(({ case: one }) => one.slug === slug);
    const columns = [
      cell(`${own[0]!.case.level}: ${own[0]!.case.statement}`),
      tally(own.map(({ service }) => service.verdict)),
      tally(own.map(({ double }) => double.verdict)),
      tally(own.map(({ agreement }) => AGREEMENTS[agreement])),
    ];
    return `| \`${slug}\` | ${columns.join(' | ')} |`;
  });
}

function tally(words: readonly string[]): string {
  const kinds = [...new Set(words)];
  return kinds.map((kind) => `${words.filter((word) => word === kind).length} ${kind}`).join(', ');
}

/** Runs of a case that differ in the same way, such as those of both HTTP versions, are told of once. */
function alike(entries: readonly DriftEntry[]): DriftEntry[][] {
  const groups = new Map<string, DriftEntry[]>();
  for (const entry of entries) {
    const { case: one, agreement, differences, service, double } = entry;
    const holds = [service, double].map(({ findings }) => findings.map((finding) => finding.holds));
    const key = JSON.stringify([one.slug, agreement, differences, holds]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

/** As many differences of a run as a person reads. */
const MOST = 20;

function section(entries: readonly DriftEntry[]): string[] {
  const [{ case: one, model, service, double, agreement, differences }] = entries as [DriftEntry];
  const left = differences.length - MOST;
  return [
    `### \`${one.slug}\`: ${cell(AGREEMENTS[agreement])}`,
    '',
    `${cell(one.statement)} ${cell(model.route)}`,
    '',
    ...entries.map(({ run }) => `- \`${run}\``),
    '',
    '| the model | the service | the double |',
    '|---|---|---|',
    ...model.expected.map((expected, i) => {
      return `| ${cell(expected)} | ${came(service.findings[i])} | ${came(double.findings[i])} |`;
    }),
    '',
    ...(differences.length === 0 ? [] : ['| answer | of it | the service | the double |', '|--:|---|---|---|']),
    ...differences.slice(0, MOST).map(({ answer, trait, service: a, double: b }) => {
      return `| ${answer + 1} | ${trait} | ${cell(shortened(a))} | ${cell(shortened(b))} |`;
    }),
    ...(left > 0 ? ['', `And ${left} more, which the JSON form of this report has.`] : []),
    '',
  ];
}

function came(finding: Finding | undefined): string {
  return finding ? `${finding.holds ? '✅' : '❌'} ${cell(shortened(finding.seen))}` : '';
}

function shortened(text: string, most = 300): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
