/** What each expectation about the caller's side means. */
import type { CallerExpectation } from '../expectation.ts';
import type { ClientObservation, ObservedError } from '../observation.ts';
import { type InHand, inHand } from './fold.ts';
import { same } from './json-values.ts';
import { retryableOf } from './retryable.ts';
import type { Rule } from './rule.ts';
import { show } from './show.ts';

/** An observation with what it puts in the caller's hand, made once. */
export interface Caller {
  readonly observation: ClientObservation;
  readonly hand: InHand;
}

export function callerOf(observation: ClientObservation): Caller {
  return { observation, hand: inHand(observation) };
}

type Rules = { readonly [Is in CallerExpectation['is']]: Rule<Extract<CallerExpectation, { is: Is }>, Caller> };

export const CALLER_RULES: Rules = {
  success: {
    says: () => 'the call succeeds',
    check: (_, { observation: { error } }) => [error === undefined, ending(error)],
  },
  error: {
    says: (expected) => `the call fails${wanted(expected)}`,
    check: (expected, { observation: { error } }) => [error !== undefined && isWanted(expected, error), ending(error)],
  },
  text: {
    says: ({ equals }) => `the text is ${show(equals)}`,
    check: ({ equals }, { hand }) => [hand.text === equals, show(hand.text)],
  },
  'block-text': {
    says: ({ index, equals }) => `the text of block ${index} is ${show(equals)}`,
    check: ({ index, equals }, { hand }) => [hand.blocks[index]?.text === equals, show(hand.blocks[index]?.text)],
  },
  reasoning: {
    says: ({ equals }) => `the reasoning is ${show(equals)}`,
    check({ equals }, { hand }) {
      const reasoning = hand.blocks.find((block) => block.reasoning)?.reasoning;
      return [same(reasoning, equals), show(reasoning)];
    },
  },
  'tool-calls': {
    says: ({ equals }) => `the tool calls are ${show(equals)}`,
    check({ equals }, { hand }) {
      const calls = hand.toolCalls.map(({ name, input }) => ({ name, input }));
      return [same(calls, equals), show(calls)];
    },
  },
  'no-tool-call': {
    says: ({ name, input }) => `nobody is told to call ${name}${input === undefined ? '' : ` with ${show(input)}`}`,
    check({ name, input }, { hand }) {
      const calls = hand.toolCalls.filter(
        (call) => call.name === name && (input === undefined || same(call.input, input)),
      );
      return [calls.length === 0, calls.length === 0 ? 'no such call' : show(calls)];
    },
  },
  'stop-reason': {
    says: ({ equals }) => `the stop reason is ${equals}`,
    check: ({ equals }, { hand }) => [hand.stopReason === equals, show(hand.stopReason)],
  },
  usage: {
    says: ({ equals }) => `the usage is ${show(equals)}`,
    check: ({ equals }, { hand }) => [contains(hand.usage, equals), show(hand.usage)],
  },
  'no-stop-reason': {
    says: () => 'no stop reason is made up',
    check: (_, { hand }) => [hand.stopReason === undefined, show(hand.stopReason)],
  },
  'no-usage': {
    says: () => 'no usage is made up',
    check: (_, { hand }) => [hand.usage === undefined || same(hand.usage, null), show(hand.usage)],
  },
  delivered: {
    says: ({ text }) => `${show(text)} is delivered`,
    check: ({ text }, { observation, hand }) => [given(observation, hand).includes(text), show(hand.text)],
  },
  'not-delivered': {
    says: ({ text }) => `${show(text)} is not delivered`,
    check: ({ text }, { observation, hand }) => [!given(observation, hand).includes(text), show(hand.text)],
  },
  'request-id': {
    says: ({ equals }) => `the request id is ${equals}`,
    check: ({ equals }, { observation }) => [observation.requestId === equals, show(observation.requestId)],
  },
  body: {
    says: ({ base64 }) => `the body is, byte for byte, ${show(Buffer.from(base64, 'base64').toString())}`,
    check: ({ base64 }, { observation: { body } }) => [
      body === base64,
      body === undefined ? 'no body' : show(Buffer.from(body, 'base64').toString()),
    ],
  },
};

type ErrorExpectation = Extract<CallerExpectation, { is: 'error' }>;

function wanted({ type, message, status, requestId, retryable }: ErrorExpectation): string {
  const parts = [
    type && `of type ${type.join(' or ')}`,
    status !== undefined && `of status ${status}`,
    message !== undefined && `that says ${show(message)}`,
    requestId !== undefined && `with the request id ${requestId}`,
    retryable !== undefined && `that ${retryable ? 'is' : 'is not'} worth a second try`,
  ].filter(Boolean);
  return parts.length === 0 ? '' : ` with an error ${parts.join(', ')}`;
}

function isWanted({ type, message, status, requestId, retryable }: ErrorExpectation, error: ObservedError): boolean {
  return (
    error.crash !== true &&
    (type === undefined || (error.type !== undefined && type.includes(error.type))) &&
    (status === undefined || error.status === status) &&
    (message === undefined || error.message.includes(message)) &&
    (requestId === undefined || error.requestId === requestId) &&
    (retryable === undefined || retryableOf(error) === retryable)
  );
}

function ending(error: ObservedError | undefined): string {
  if (error === undefined) return 'it succeeds';
  const { type = 'no type', status = 'none', message, requestId, retryable, crash = false } = error;
  const more = [requestId && `request id ${requestId}`, retryable !== undefined && `retryable ${String(retryable)}`];
  return `it ${crash ? 'crashes' : 'fails'}: ${[type, `status ${status}`, show(message), ...more].filter(Boolean).join(', ')}`;
}

/** Usage with further members is as good. */
function contains(value: unknown, members: Readonly<Record<string, number>>): boolean {
  const found = (value ?? {}) as Record<string, unknown>;
  return Object.entries(members).every(([name, count]) => found[name] === count);
}

/** All the text that was given, whole or with an error. */
function given({ error, message, text = '', body = '' }: ClientObservation, hand: InHand): string {
  const others = [message ?? '', error?.partial ?? ''].map((value) => JSON.stringify(value));
  return [hand.text, text, Buffer.from(body, 'base64').toString(), ...others].join('\n');
}
