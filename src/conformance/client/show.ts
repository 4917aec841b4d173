/** A value as a report has it: JSON, and not too much of it. */
const LONGEST = 300;

export function show(value: unknown): string {
  const json = value === undefined ? 'nothing' : JSON.stringify(value);
  return json.length <= LONGEST ? json : `${json.slice(0, LONGEST)}… (${json.length} characters)`;
}
