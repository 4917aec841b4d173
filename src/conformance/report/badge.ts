/** A badge in SVG: the share of cases that bind and hold. */
import type { RunResult } from '../verdict.ts';
import { countVerdicts, isRegression } from './count.ts';
import { escapeMarkup } from './escape.ts';

const LABEL = 'bedrock conformance';
const COLOURS = { good: '#2a7d46', fair: '#8a6100', bad: '#b3261e', none: '#5f6368' } as const;

export function badge(results: readonly RunResult[]): string {
  const { text, colour } = stateOf(results);
  const [left, right] = [widthOf(LABEL), widthOf(text)];
  const title = escapeMarkup(`${LABEL}: ${text}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<rect width="${left + right}" height="20" rx="3" fill="#444"/>`,
    `<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${left}z" fill="${COLOURS[colour]}"/>`,
    '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    `<text x="${left / 2}" y="14">${LABEL}</text>`,
    `<text x="${left + right / 2}" y="14">${escapeMarkup(text)}</text>`,
    '</g></svg>\n',
  ].join('\n');
}

/** Warnings make it fair, failures that are not known bad; what ran and neither passed nor failed does not count. */
function stateOf(results: readonly RunResult[]): { text: string; colour: keyof typeof COLOURS } {
  const { PASS, FAIL, WARN, UNTESTABLE } = countVerdicts(results);
  const all = PASS + FAIL + WARN + UNTESTABLE;
  if (all === 0) return { text: 'nothing ran', colour: 'none' };
  const colour = results.some(isRegression) ? 'bad' : PASS === all ? 'good' : 'fair';
  return { text: `${PASS} of ${all}`, colour };
}

/** Verdana at 11 px, on average, with a margin. */
function widthOf(text: string): number {
  return Math.round(text.length * 6.6) + 12;
}
