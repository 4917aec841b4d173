/** The two ways a request states its time: ISO 8601 basic format, and the date of HTTP in a `Date` header. */

const BASIC = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])[0-5]\d[0-5]\dZ$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

export interface Timestamp {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** In ISO 8601 basic format. */
  readonly basic: string;
}

/** Undefined where the text is neither form or no real date. */
export function readTimestamp(text: string): Timestamp | undefined {
  if (BASIC.test(text)) return { time: timeOf(text), basic: text };
  const time = HTTP_DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : { time, basic: basicTimestamp(time) };
}

/** `20150830T123600Z`, the form of `X-Amz-Date` and of the string to sign. */
export function basicTimestamp(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
}

function timeOf(basic: string): number {
  const year = 100 * twoDigits(basic, 0) + twoDigits(basic, 2);
  const [month, day, hour] = [twoDigits(basic, 4), twoDigits(basic, 6), twoDigits(basic, 9)];
  return Date.UTC(year, month - 1, day, hour, twoDigits(basic, 11), twoDigits(basic, 13));
}

function twoDigits(text: string, at: number): number {
  return Number(text.slice(at, at + 2));
}
