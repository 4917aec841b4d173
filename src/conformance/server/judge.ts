/** From what was expected and seen to findings. */
import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../verdict.ts';
import type { AnswerExpectation, ProbeExpectation, RunExpectation, StreamExpectation } from './expectation.ts';
import { fold } from './fold.ts';
import { ANSWER_JUDGES } from './judge-answer.ts';
import { STREAM_JUDGES } from './judge-stream.ts';
import { at, eventsOf, header, jsonOf, type SeenAnswer, type ServerSeen } from './seen.ts';

/** One finding for each expectation; where it holds for several answers, the first that breaks it is told. */
export function judge(expected: ProbeExpectation, seen: ServerSeen): Finding {
  if (expected.is in RUN_JUDGES) return RUN_JUDGES[expected.is as RunExpectation['is']](expected as never, seen);
  const answers = expected.of === undefined ? seen.answers : seen.answers.slice(expected.of, expected.of + 1);
  const findings = answers.map((answer) => judgeAnswer(expected as AnswerExpectation | StreamExpectation, answer));
  const index = findings.findIndex(({ holds }) => !holds);
  if (index < 0) return findings[0] ?? { holds: false, expected: 'an answer', seen: 'none' };
  const broken = findings[index] as Finding;
  const which = answers.length > 1 ? `answer ${index + 1} of ${answers.length}: ` : '';
  return { ...broken, seen: which + broken.seen };
}

export function judgeAnswer(expected: AnswerExpectation | StreamExpectation, answer: SeenAnswer): Finding {
  return (JUDGES[expected.is] as Judge)(expected, answer);
}

type Judge = (expected: unknown, seen: SeenAnswer) => Finding;

const JUDGES = { ...ANSWER_JUDGES, ...STREAM_JUDGES };

type RunJudges = {
  readonly [K in RunExpectation['is']]: (expected: Extract<RunExpectation, { is: K }>, seen: ServerSeen) => Finding;
};

const RUN_JUDGES: RunJudges = {
  distinct({ header: name }, { answers }) {
    const values = answers.map(({ answer }) => header(answer.headers, name));
    const holds = !values.includes(undefined) && new Set(values).size === values.length;
    return {
      holds,
      expected: `${name} in each answer, another each time`,
      seen: values.map((value) => value ?? 'none').join(', '),
    };
  },
  'fold-equals'(_, { answers }) {
    const [whole, streamed] = answers;
    const expected = wholeOf(whole ? jsonOf(whole) : undefined);
    const got = fold(streamed ? eventsOf(streamed) : []);
    const holds = got.content.length > 0 && isDeepStrictEqual(withoutIds(expected), withoutIds(got));
    return { holds, expected: JSON.stringify(expected), seen: JSON.stringify(got) };
  },
  'client-gone-noticed'(_, { outcomes = [] }) {
    const holds = outcomes.length > 0 && outcomes.every((outcome) => outcome === 'client-gone');
    return {
      holds,
      expected: 'that what is behind is told the client has gone',
      seen: outcomes.join(', ') || 'no exchange',
    };
  },
};

function wholeOf(answer: unknown) {
  const message = at(answer, 'output.message');
  return {
    role: at(message, 'role'),
    content: at(message, 'content'),
    stopReason: at(answer, 'stopReason'),
    usage: at(answer, 'usage'),
  };
}

/** Ids are drawn anew for each answer, and need not be equal. */
function withoutIds(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (name, inner: unknown) => (name === 'toolUseId' ? typeof inner : inner)));
}
