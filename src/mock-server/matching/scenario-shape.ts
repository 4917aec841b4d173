/** What scenarios look like in files and over the control API: the one declaration that is validated and published. */
import type { Citation, Guardrail, Reply, ReplyBlock, StopReason, Usage } from '../../fixtures/reply.ts';
import type {
  ErrorSpec,
  Fault,
  Position,
  RawSpec,
  RawWrite,
  ScenarioDocument,
  Timing,
  When,
  WrittenScenario,
} from '../../fixtures/scenario.ts';
import { EXCEPTIONS } from '../../wire/errors.ts';
import { OPERATIONS } from '../../wire/operations.ts';
import { parsePath } from './json-path.ts';
import {
  anything,
  as,
  code,
  either,
  flag,
  list,
  members,
  named,
  number,
  table,
  text,
  type Check,
  type Shape,
} from './shape.ts';
import { compileValue } from './value.ts';

/** A shape for each member that a type, or any of its alternatives, has. */
type All<T> = Readonly<Record<T extends unknown ? keyof T : never, Shape>>;

const EXCEPTION_NAMES = Object.keys(EXCEPTIONS);
const OPERATION_NAMES = OPERATIONS.map(({ name }) => name);
const STATUS = number('The HTTP status.', { whole: true, min: 200, max: 599 });

const textOrTexts = (about: string, one: Shape): Shape => either(about, one, list('All of them.', one, 1));

/** What a compiler says against its input, if anything. */
function unreadable(compile: () => unknown): string | undefined {
  try {
    compile();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const readableRegex: Check = ({ regex, flags = '' }) => {
  if (typeof regex !== 'string' || typeof flags !== 'string') return undefined;
  const message = unreadable(() => new RegExp(regex, flags));
  return message === undefined ? undefined : { code: 'unreadable', at: 'regex', message };
};

/** A text between slashes is most likely meant as a pattern, and would silently never match. */
const substring = text('A part of the text, as it stands.', {
  pattern: {
    source: '^/.+/[dgimsuvy]*$',
    wanted: false,
    message: 'looks like a pattern; write { regex: "…", flags: "…" } for one, or { contains: "…" } for this very text',
  },
});

const textMatch = named('textMatch', () =>
  either(
    'What a text must be. A plain string must be contained in it, large and small letters as they are.',
    substring,
    members(
      'Contained, equal, or matching a regular expression.',
      {
        contains: text('A part of the text, as it stands.'),
        equals: text('The whole text.'),
        regex: text('A JavaScript regular expression, without slashes, that matches somewhere in the text.'),
        flags: text('Flags of the regular expression, such as `i`.', {
          pattern: {
            source: '^[dgimsuvy]*$',
            wanted: true,
            message: 'may hold only the letters d, g, i, m, s, u, v, y',
          },
        }),
      },
      { oneOf: ['contains', 'equals', 'regex'], beside: { flags: ['regex'] }, check: readableRegex },
    ),
    code('regexp'),
  ),
);

const when = named('when', () =>
  members('All conditions must hold.', {
    operation: textOrTexts('The operation, or one of several.', text('An operation.', { only: OPERATION_NAMES })),
    model: textOrTexts(
      'The model id as given or as followed through profiles and ARNs, or one of several: `*` stands for any characters, `?` for one.',
      text('A glob.'),
    ),
    prompt: as('The user’s last words, or the texts to embed.', textMatch),
    system: as('The system prompt.', textMatch),
    tools: textOrTexts('Tools that must all be among those offered: names, or globs.', text('A glob.')),
    toolResult: either(
      'Whether the last turn returns a tool result: any (`true`), none (`false`), or this.',
      flag('Any, or none.'),
      members('A tool result.', {
        tool: text('Of this tool: its name, or a glob.'),
        text: as('With this text.', textMatch),
      }),
    ),
    turn: number('Which turn of the model this is, from 1.', { whole: true, min: 1 }),
    body: table(
      'JSON paths into the request body, such as `$.inferenceConfig.maxTokens`, `messages[-1].role`, `tools[*].name`, and the value each must have. `{ regex, flags }` is a pattern for the text there, `{ equals }` a value taken as it stands.',
      anything('Any JSON value.', (value) => unreadable(() => compileValue(value))),
      (path) => unreadable(() => parsePath(path)),
    ),
    headers: table(
      'Header names, in any case, and the text each must have; `true`: present, `false`: absent.',
      either('The text.', flag('Present, or absent.'), textMatch),
    ),
    test: code('function'),
  } satisfies All<When>),
);

const pieces = (about: string) => list(about, text('A piece.'));

const textInPieces: Check = ({ text, pieces }) => {
  if (typeof text !== 'string' || !Array.isArray(pieces) || pieces.join('') === text) return undefined;
  return {
    code: 'inconsistent',
    at: 'pieces',
    message: `make ${JSON.stringify(pieces.join(''))} together, not the text`,
  };
};

const citation = named('citation', () =>
  members('A citation.', {
    title: text('The title of the document.'),
    source: text('Where it is from.'),
    sourceContent: list('The cited passages.', text('A passage.')),
    location: anything('In the terms of Converse: `{ documentChar: { documentIndex, start, end } }` and its sisters.'),
  } satisfies All<Citation>),
);

const block = named('block', () =>
  members(
    'One block of a reply.',
    {
      text: text('What the model says.'),
      citations: list('What it cites.', citation),
      pieces: pieces('The pieces in which the text streams; together they are the text.'),
      toolUse: members(
        'A tool the model wants used.',
        {
          name: text('The tool’s name.'),
          input: anything('Its input.'),
          toolUseId: text('Default: one in the form of the model’s provider.'),
          pieces: pieces('The pieces of JSON in which the input streams; they need not parse.'),
        },
        { required: ['name', 'input'] },
      ),
      thinking: text('What the model thinks.'),
      signature: text('The signature of the thinking.'),
      redactedThinking: text('Redacted thinking, in base64.'),
    } satisfies All<ReplyBlock>,
    {
      oneOf: ['text', 'toolUse', 'thinking', 'redactedThinking'],
      beside: { citations: ['text'], pieces: ['text'], signature: ['thinking'] },
      check: textInPieces,
    },
  ),
);

const tokens = (about: string) => number(about, { whole: true, min: 0 });
const STOP_REASONS = [
  'end_turn',
  'tool_use',
  'max_tokens',
  'stop_sequence',
  'guardrail_intervened',
  'content_filtered',
  'malformed_model_output',
  'malformed_tool_use',
  'model_context_window_exceeded',
] satisfies readonly StopReason[];

const assessments = (about: string) => table(about, anything('As the service model has it.'));

const guardrail = named('guardrail', () =>
  members('What a guardrail did, and its trace, in the terms of Converse.', {
    action: text('Default: `INTERVENED`.', { only: ['INTERVENED', 'NONE'] }),
    actionReason: text('Such as `Guardrail blocked.`'),
    inputAssessment: assessments('What was found in the request, by the guardrail’s id.'),
    modelOutput: list('What the model said before it was changed.', text('A text.')),
    outputAssessments: table(
      'What was found in the model’s output, by the guardrail’s id.',
      list('Assessments.', anything('As the service model has it.')),
    ),
  } satisfies All<Guardrail>),
);

const reply = named('reply', () =>
  either(
    'What the model says: a text, or more than that.',
    text('The text of the reply.'),
    members('A reply; what is left out is filled in plausibly.', {
      text: text('Short for one text block; stands before the blocks of `content`.'),
      content: list('The blocks in order.', block),
      stopReason: text('Default: `tool_use` where a tool is used, else `end_turn`.', { only: STOP_REASONS }),
      stopSequence: text('Which of the request’s stop sequences was met.'),
      usage: members('Token counts; what is left out is counted.', {
        inputTokens: tokens('Without cached ones.'),
        outputTokens: tokens('Tokens of the answer.'),
        cacheReadInputTokens: tokens('Read from the cache.'),
        cacheWriteInputTokens: tokens('Written to the cache.'),
      } satisfies All<Usage>),
      embeddings: list('One vector for each text of an embedding request.', list('A vector.', number('A component.'))),
      ranking: list(
        'For a rerank request, best first.',
        members(
          'A document.',
          {
            index: number('Its index in the request.', { whole: true, min: 0 }),
            relevanceScore: number('Its score.'),
          },
          { required: ['index', 'relevanceScore'] },
        ),
      ),
      latencyMs: number('What the model is said to have taken, in milliseconds.', { min: 0 }),
      guardrail,
    } satisfies All<Reply>),
  ),
);

const error = named('error', () =>
  either(
    'An error: the name of the exception, or more than that.',
    text('The name of an exception; others than the known are played as they stand.', { known: EXCEPTION_NAMES }),
    members(
      'An error.',
      {
        type: text('The name of the exception.', { known: EXCEPTION_NAMES, minLength: 1 }),
        message: text('Default: the service’s own text.'),
        status: STATUS,
        members: table('Further members of the body, such as `originalStatusCode`.', anything('Any JSON value.')),
        headers: table('Further headers, such as `retry-after`.', text('The value.')),
      } satisfies All<ErrorSpec>,
      { required: ['type'] },
    ),
  ),
);

const raw = named('raw', () =>
  members('An answer byte by byte.', {
    status: as('The HTTP status. Default: 200.', STATUS),
    headers: either(
      'Headers. As an object, they replace the usual ones of the same name; as a list of names and values, they are the whole head in this order, and a name alone has the value the server would give it.',
      table('By name.', text('The value.')),
      list('The whole head.', list('A name and its value, or a name alone.', text('Name or value.'), 1)),
    ),
    body: anything('Text as it stands, or `{ base64 }`, or any JSON value, which is written compactly.'),
    writes: list(
      'In place of `body`: its parts and when each is due. No length is announced.',
      members(
        'A part.',
        {
          at: number('Milliseconds after the head. Default: 0.', { min: 0 }),
          body: anything('As `body` of `raw`.'),
        } satisfies All<RawWrite>,
        { required: ['body'] },
      ),
    ),
  } satisfies All<RawSpec>),
);

const timing = named('timing', () =>
  members('When the pieces of a stream are sent. Default: without delay.', {
    timeToFirstToken: number('Milliseconds until the first piece.', { min: 0 }),
    tokensPerSecond: number('How fast the pieces follow.', { above: 0 }),
    jitter: number('By which share a pause may be shorter or longer, drawn with the seed.', { min: 0, max: 1 }),
  } satisfies All<Timing>),
);

const place = named('position', () =>
  members(
    'A place in the answer.',
    {
      event: number('Before this event of the stream, from 0.', { whole: true, min: 0 }),
      byte: number('After so many bytes of the body.', { whole: true, min: 0 }),
    } satisfies All<Exclude<Position, string>>,
    { oneOf: ['event', 'byte'] },
  ),
);
const placeOrHead = (about: string): Shape =>
  either(
    `${about} \`head\`: before anything is sent, so that there is not even a status.`,
    text('Before the head.', { only: ['head'] }),
    place,
  );

const FAULTS = {
  delay: number('Wait this many milliseconds before the head.', { min: 0 }),
  stall: placeOrHead('Send nothing from there on, and keep the connection open.'),
  cut: placeOrHead('Close the connection or the stream there, without the protocol’s end.'),
  reset: placeOrHead('Reset the connection, or the HTTP/2 stream, there.'),
  end: as('End there as if all had been said.', place),
  exception: text('An exception message in place of an event, after which the stream ends.', {
    known: EXCEPTION_NAMES,
  }),
  error: text('An error message (`:message-type: error`) in place of an event, after which the stream ends.'),
  corrupt: text('Break this checksum of an event.', { only: ['prelude-crc', 'message-crc'] }),
  split: number('Send in writes of so many bytes.', { whole: true, min: 1 }),
  coalesce: number('Put so many events into one write.', { whole: true, min: 1 }),
};

const fault = named('fault', () =>
  members(
    'What goes wrong on the way.',
    {
      ...FAULTS,
      event: number('Which event of the stream, from 0.', { whole: true, min: 0 }),
      message: text('The message of the exception or error.'),
    } satisfies All<Fault>,
    {
      oneOf: Object.keys(FAULTS),
      beside: { event: ['exception', 'error', 'corrupt'], message: ['exception', 'error'] },
    },
  ),
);

const pace = {
  timing,
  faults: either('What goes wrong on the way.', fault, list('Several faults.', fault)),
};

const someWeight: Check = ({ choose }) => {
  if (!Array.isArray(choose) || choose.some((one: { weight?: unknown } | null) => one?.weight !== 0)) return undefined;
  return { code: 'inconsistent', at: 'choose', message: 'gives no answer a weight above 0' };
};

const choice = named('choice', () =>
  members(
    'One of several answers.',
    { ...ANSWERS, ...pace, weight: number('How often, against the others. Default: 1.', { min: 0 }) },
    { oneOf: Object.keys(ANSWERS), check: someWeight },
  ),
);

const ANSWERS = {
  reply,
  error,
  raw,
  choose: list('One of several by weight, drawn with the seed.', choice, 1),
};

const answer = named('answer', () =>
  either(
    'One answer.',
    text('A reply of this text.'),
    members('One answer.', { ...ANSWERS, ...pace }, { oneOf: Object.keys(ANSWERS), check: someWeight }),
  ),
);

const WAYS_TO_ANSWER = {
  ...ANSWERS,
  replies: list('A sequence of replies: the first use gets the first, and so on.', reply, 1),
  answer: either(
    'One answer, or a sequence of answers of any kind.',
    answer,
    list('A sequence: the first use gets the first, and so on.', answer, 1),
  ),
};

const afterLast = text('What a sequence does once it is through. Default: `repeat-last`.', {
  only: ['repeat-last', 'cycle', 'fall-through'],
});

const scenario = named('scenario', () =>
  members(
    'What is answered to which requests.',
    {
      name: text('Unique. Default: the file’s name and the number of the scenario in it.', { minLength: 1 }),
      when,
      ...WAYS_TO_ANSWER,
      ...pace,
      afterLast,
      times: number('How often it may answer before it falls through to the next that matches. Default: no limit.', {
        whole: true,
        min: 1,
      }),
    } satisfies All<WrittenScenario>,
    { oneOf: Object.keys(WAYS_TO_ANSWER), check: someWeight },
  ),
);

export const SCENARIOS = list('Scenarios, tried in this order.', scenario);

/** The long form of a file; the short one is `SCENARIOS`. */
export const DOCUMENT = members(
  'Scenarios and what they share.',
  {
    $schema: text('Where this schema is, for editors.'),
    version: number('Of this form of file.', { whole: true, min: 1, max: 1 }),
    defaults: members('What holds for every scenario that says nothing else; conditions one by one.', {
      when,
      ...pace,
      afterLast,
    }),
    scenarios: SCENARIOS,
  } satisfies All<ScenarioDocument>,
  { required: ['scenarios'] },
);
