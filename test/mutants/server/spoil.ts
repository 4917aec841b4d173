/** Small spoilers that several mutants share. */
import type { Context, Frame, Head, Mutant } from './mutant.ts';
import { frame } from './proxy.ts';

export type Members = Record<string, unknown>;

/** Changes the JSON of successful answers to these operations. */
export function json(operations: readonly string[], change: (body: Members) => unknown): NonNullable<Mutant['body']> {
  return (text, { operation, status }) =>
    status === 200 && operations.includes(operation) && !text.includes('UnknownOperation')
      ? JSON.stringify(change(JSON.parse(text) as Members))
      : text;
}

/** Changes the members of events of one type; undefined leaves the event out. */
export function event(type: string, change: (members: Members, context: Context) => Members | undefined) {
  return (given: Frame, context: Context): readonly Buffer[] => {
    if (given.exception || given.type !== type) return [given.bytes];
    const members = change(given.json, context);
    return members === undefined ? [] : [frame(type, members)];
  };
}

export function without(wanted: string): (head: Head) => Head {
  return ({ status, headers }) => ({
    status,
    headers: headers.filter(([name]) => name.toLowerCase() !== wanted.toLowerCase()),
  });
}

export function replaced(wanted: string, value: string, when: (head: Head, context: Context) => boolean = () => true) {
  return (head: Head, context: Context): Head => {
    if (!when(head, context)) return head;
    const headers = head.headers.map(([name, old]) => [name, name.toLowerCase() === wanted ? value : old] as const);
    return { ...head, headers };
  };
}

export function statusFor(from: number, to: number, type?: string): (head: Head) => Head {
  return (head) => {
    const named = type === undefined || head.headers.some(([, value]) => value.startsWith(type));
    return head.status === from && named ? { ...head, status: to } : head;
  };
}

export const isStream = ({ operation }: Context): boolean => operation.endsWith('stream');
