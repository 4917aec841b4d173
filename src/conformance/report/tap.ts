/** TAP version 14. */
import { stringify } from 'yaml';
import { isFailure, type RunResult } from '../verdict.ts';
import { isUnexpectedPass } from './count.ts';

export function tap(results: readonly RunResult[]): string {
  return ['TAP version 14', `1..${results.length}`, ...results.map((result, i) => point(result, i + 1)), ''].join('\n');
}

/** A known failure is a TODO, as TAP has it; one that passes is not ok. */
function point(result: RunResult, number: number): string {
  const { verdict, run, reason, known } = result;
  const bad = isFailure(verdict) || isUnexpectedPass(result);
  const directive =
    verdict === 'SKIP' || verdict === 'UNKNOWN'
      ? ` # SKIP ${plain(reason)}`
      : isFailure(verdict) && known
        ? ` # TODO ${plain(known.reason)}`
        : '';
  const head = `${bad ? 'not ok' : 'ok'} ${number} - ${plain(run)}${directive}`;
  return bad || verdict === 'WARN' ? `${head}\n${details(result)}` : head;
}

/** A number sign would begin a directive. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\\/g, '\\\\').replace(/#/g, '\\#');
}

function details({ verdict, reason, case: one, replay }: RunResult): string {
  const yaml = stringify({ verdict, statement: one.statement, reason, replay }, { lineWidth: 0 });
  return [
    '  ---',
    ...yaml
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    '  ...',
  ].join('\n');
}
