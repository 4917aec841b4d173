/** The fidelity in words. */
import { CLASSES, type DifferenceClass, SCRIPTED_REFUSALS } from './classes.ts';
import type { Fidelity, Finding } from './fidelity.ts';
import type { OwnRefusal } from './own-refusals.ts';

export function report(fidelity: Fidelity): string {
  const { recordings, identical, identicalOnTheWire, faithful, raw, findings, refusals } = fidelity;
  return [
    `${recordings} recordings of the real service: each sent again, to the double that was told what was said`,
    `identical but for identifiers, times and padding: ${share(identical, recordings)}`,
    `identical but for these and what the recorder changed: ${share(identicalOnTheWire, recordings)}`,
    `played from raw bytes, since no model of Bedrock answers so: ${raw}`,
    '',
    'Differences that are not the double’s:',
    ...CLASSES.flatMap((one) => classLines(one, findings)),
    '',
    ...ownLines(findings),
    ...refusalLines(refusals),
    '',
    `faithful: ${share(faithful, recordings)}`,
  ].join('\n');
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${whole === 0 ? 0 : Number(((100 * part) / whole).toFixed(1))} %)`;
}

function classLines(one: DifferenceClass, findings: readonly Finding[]): string[] {
  const found = findings.filter((finding) => finding.class === one);
  const exchanges = new Set(found.map(({ recording }) => recording.id)).size;
  const [example] = found;
  return [
    `  ${one.name} (${one.whose}): ${found.length} in ${exchanges} recordings`,
    `    ${one.reason}`,
    ...(example ? [`    such as ${line(example)}`] : []),
  ];
}

function ownLines(findings: readonly Finding[]): string[] {
  const ours = findings.filter((finding) => !finding.class);
  return ours.length === 0 ? [] : ['Differences that are:', ...ours.map((finding) => `  ${line(finding)}`), ''];
}

/** Where a difference is, and what it is. */
export function line({ recording, difference }: Finding): string {
  const { place, kind, recorded, played } = difference;
  const values = recorded === played ? '' : `, recorded ${short(recorded)}, played ${short(played)}`;
  return `${recording.id} ${recording.file.split('/').at(-1)}: ${place} ${kind}${values}`;
}

function short(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? '');
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function refusalLines(refusals: readonly OwnRefusal[]): string[] {
  const missing = refusals.filter(({ refused }) => !refused);
  return [
    `recorded refusals that the double comes to by itself, without a scenario: ${share(refusals.length - missing.length, refusals.length)}`,
    ...missing.map(
      ({ recording, answered }) =>
        `  not ${recording.id} ${short(recording.response.body)}: ${SCRIPTED_REFUSALS[recording.id] ?? `answers ${answered}`}`,
    ),
  ];
}
