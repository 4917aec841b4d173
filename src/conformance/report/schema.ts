/** The JSON Schema of a line of the JSON Lines report. */
import { VERDICTS } from '../verdict.ts';

const text = { type: 'string' };
const milliseconds = { type: 'number', description: 'milliseconds' };

function record(properties: Readonly<Record<string, unknown>>, required: readonly string[]) {
  return { type: 'object', properties, required };
}

const CASE = record(
  {
    slug: { type: 'string', pattern: '^[a-z0-9-]+/[a-z0-9-]+$' },
    aliases: { type: 'array', items: text },
    revision: { type: 'integer', minimum: 1 },
    subject: { enum: ['client', 'server'] },
    level: { enum: ['MUST', 'SHOULD', 'INFO'] },
    authority: { enum: ['normative', 'observed', 'known-defect', 'opinion'] },
    statement: text,
    references: { type: 'array', items: text },
  },
  ['slug', 'revision', 'subject', 'level', 'authority', 'statement', 'references'],
);

const TIMELINE_ENTRY = record(
  {
    at: { ...milliseconds, description: 'milliseconds since the run began' },
    exchange: { type: 'integer', minimum: 0 },
    from: { enum: ['client', 'server'] },
    kind: { enum: ['head', 'bytes', 'end', 'cut', 'reset', 'stall', 'gone'] },
    text,
    base64: { ...text, contentEncoding: 'base64', description: 'the first 4,096 bytes' },
    length: { type: 'integer', minimum: 0 },
  },
  ['at', 'exchange', 'from', 'kind'],
);

/** JSON Schema 2020-12. */
export function resultSchema(): unknown {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A run of the conformance kit: one line of its JSON Lines report',
    ...record(
      {
        run: { ...text, description: 'slug@value,value: the case and its place on each axis' },
        case: CASE,
        axes: { type: 'object', additionalProperties: text },
        subject: record({ kind: { enum: ['client', 'server'] }, name: text, version: text, language: text }, [
          'kind',
          'name',
        ]),
        verdict: { enum: [...VERDICTS] },
        reason: text,
        findings: {
          type: 'array',
          items: record({ holds: { type: 'boolean' }, expected: text, seen: text }, ['holds', 'expected', 'seen']),
        },
        evidence: record(
          {
            timeline: { type: 'array', items: TIMELINE_ENTRY },
            observation: {},
            exchanges: { type: 'array', items: { type: 'object' } },
          },
          ['timeline'],
        ),
        replay: text,
        startedAt: { ...text, format: 'date-time' },
        durationMs: milliseconds,
        known: record({ runs: text, reason: text }, ['runs', 'reason']),
      },
      [
        'run',
        'case',
        'axes',
        'subject',
        'verdict',
        'reason',
        'findings',
        'evidence',
        'replay',
        'startedAt',
        'durationMs',
      ],
    ),
  };
}
