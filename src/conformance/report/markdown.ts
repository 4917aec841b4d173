/** For a pull request: counts by group, then what failed, folded. */
import { isFailure, type RunResult, VERDICTS } from '../verdict.ts';
import { countsText, countVerdicts, isRegression, isUnexpectedPass } from './count.ts';
import { explained } from './summary.ts';

export function markdown(results: readonly RunResult[]): string {
  const subjects = [...new Set(results.map(({ subject }) => subject.name))];
  const sections = subjects.map((name) =>
    section(
      name,
      results.filter(({ subject }) => subject.name === name),
    ),
  );
  return sections.join('\n') || '# Conformance\n\nNothing ran.\n';
}

function section(name: string, results: readonly RunResult[]): string {
  const bad = results.filter((result) => isRegression(result) || isUnexpectedPass(result));
  const known = results.filter(({ verdict, known: entry }) => isFailure(verdict) && entry);
  return [
    `# Conformance of ${cell(name)}`,
    '',
    `${bad.length === 0 ? '✅' : '❌'} ${countsText(countVerdicts(results))}`,
    '',
    ...table(results),
    '',
    ...bad.flatMap(folded),
    ...known.map(({ run, known: entry }) => `- known: \`${run}\`: ${cell(entry!.reason)}`),
    '',
  ].join('\n');
}

function table(results: readonly RunResult[]): string[] {
  const counts = countVerdicts(results);
  const verdicts = VERDICTS.filter((verdict) => counts[verdict] > 0);
  const slugs = [...new Set(results.map(({ case: one }) => one.slug))];
  const rows = slugs.map((slug) => {
    const own = results.filter(({ case: one }) => one.slug === slug);
    const ownCounts = countVerdicts(own);
    return `| \`${slug}\` | ${cell(own[0]!.case.statement)} | ${verdicts.map((verdict) => ownCounts[verdict] || '').join(' | ')} |`;
  });
  return [`| case | statement | ${verdicts.join(' | ')} |`, `|---|---|${verdicts.map(() => '--:|').join('')}`, ...rows];
}

function folded(result: RunResult): string[] {
  const text = explained(result).trimEnd();
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return [
    '<details>',
    `<summary>${result.verdict} <code>${result.run}</code></summary>`,
    '',
    `${fence}text`,
    text,
    fence,
    '',
    '</details>',
    '',
  ];
}

/** A bar would end a cell, a line break the row; markup of others is not ours. */
export function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[|<>*_`[\]\\]/g, (char) => `\\${char}`);
}
