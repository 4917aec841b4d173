/** From the text of an option to its value; each error says what is wanted. */

export function text(value: string): string {
  if (value === '') throw new Error('is empty');
  return value;
}

export function integer(least: number, most = Number.MAX_SAFE_INTEGER): (value: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (value) => {
    const read = Number(value);
    if (/^-?\d+$/.test(value) && read >= least && read <= most) return read;
    throw new Error(`wants a whole number ${range}`);
  };
}

export function share(value: string): number {
  const read = Number(value);
  if (value.trim() !== '' && read >= 0 && read <= 1) return read;
  throw new Error('wants a number from 0 to 1');
}

/** A number above zero. */
export function rate(value: string): number {
  const read = Number(value);
  if (read > 0 && read < Infinity) return read;
  throw new Error('wants a number above 0');
}

export function choice<const T extends string>(...choices: readonly T[]): (value: string) => T {
  return (value) => {
    const found = choices.find((one) => one === value);
    if (found !== undefined) return found;
    throw new Error(`wants one of ${choices.join(', ')}`);
  };
}

export function hostAndPort(value: string): { host: string; port: number } {
  const [, host = '', digits = ''] = /^(.+):(\d+)$/.exec(value) ?? [];
  const port = Number(digits);
  if (host !== '' && port >= 1 && port <= 65_535) return { host: host.replace(/^\[|\]$/g, ''), port };
  throw new Error('wants HOST:PORT, such as 127.0.0.1:8443');
}
