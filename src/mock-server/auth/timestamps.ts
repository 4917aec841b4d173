/** The two ways a request states its time: ISO 8601 basic format, and the date of HTTP in a `Date` header. */

const BASIC = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds since the epoch, or undefined where the text is neither form or no real date. */
export function readTimestamp(text: string): number | undefined {
  const basic = BASIC.exec(text);
  if (basic === null) return HTTP_DATE.test(text) ? realTime(Date.parse(text)) : undefined;
  const [, year, month, day, hour, minute, second] = basic;
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return basicTimestamp(time) === text ? time : undefined;
}

/** `20150830T123600Z`, the form of `X-Amz-Date` and of the string to sign. */
export function basicTimestamp(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
}

function realTime(time: number): number | undefined {
  return Number.isNaN(time) ? undefined : time;
}
