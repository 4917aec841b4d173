/** Help laid out from the tables of options. */
import type { OptionTable } from './options.ts';

export interface OptionGroup {
  readonly title: string;
  readonly options: OptionTable;
}

export interface HelpText {
  readonly usage: string;
  /** Paragraphs, as they are to stand. */
  readonly about: string;
  readonly groups?: readonly OptionGroup[];
  /** Lines to paste, each with what it does. */
  readonly examples?: readonly (readonly [about: string, line: string])[];
}

const COLUMN = 30;

export function helpText({ usage, about, groups = [], examples = [] }: HelpText): string {
  const sections = [
    `Usage: ${usage}`,
    about.trim(),
    ...groups.map(({ title, options }) => [`${title}:`, ...optionLines(options)].join('\n')),
    ...(examples.length > 0
      ? [['Examples:', ...examples.flatMap(([why, line]) => [`  # ${why}`, `  ${line}`])].join('\n')]
      : []),
  ];
  return sections.join('\n\n');
}

function optionLines(options: OptionTable): string[] {
  return Object.entries(options).flatMap(([name, option]) => {
    const left = `  --${name}${option.kind === 'flag' ? '' : ` ${option.value}`}`;
    const [first = '', ...more] = option.about.split('\n');
    const lines = left.length < COLUMN - 1 ? [left.padEnd(COLUMN) + first] : [left, ' '.repeat(COLUMN) + first];
    return lines.concat(more.map((line) => ' '.repeat(COLUMN) + line));
  });
}
