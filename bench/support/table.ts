/** The table at the end: what was measured, what was wanted, and whether it was met. */
import { median, type Row } from './row.ts';

const HEADINGS = ['measure', 'target', 'median', 'min–max', 'by CPU time', 'met'];

export function table(rows: readonly Row[]): string {
  const cells = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n');
}

function cellsOf({ what, target, values, byCpu, unit }: Row): string[] {
  const middle = median(values);
  const spread = values.length === 1 ? '' : `${figure(Math.min(...values))}–${figure(Math.max(...values))}`;
  return [
    what,
    target?.text ?? '',
    unit ? `${figure(middle)} ${unit}` : figure(middle),
    spread,
    byCpu ? figure(median(byCpu)) : '',
    target ? (target.met(middle) ? 'yes' : 'no') : '',
  ];
}

/** Ratios with two or three digits that count. */
function figure(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : value < 0.1 ? 3 : 2);
}
