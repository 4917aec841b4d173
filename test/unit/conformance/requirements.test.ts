import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { CLIENT_CASES, STRUCK } from '../../../src/conformance/cases/client/index.ts';
import { SERVER_CASES } from '../../../src/conformance/cases/server/index.ts';
import { PROPERTIES } from '../../../src/conformance/properties/index.ts';
import { infoOfProperty } from '../../../src/conformance/properties/property.ts';
import {
  casesWithoutRequirement,
  coverage,
  REQUIREMENTS,
  SOURCES,
  sourceOf,
} from '../../../src/conformance/requirements/index.ts';
import { requirementsReport } from '../../../src/conformance/requirements/report.ts';
import { OPERATIONS } from '../../../src/wire/operations.ts';
import { hasShared, readShared, WITHOUT_SHARED } from '../../support/shared.ts';

const CASES = [...CLIENT_CASES, ...SERVER_CASES, ...PROPERTIES.map(infoOfProperty)];
const sideOf = new Map(CASES.map(({ slug, subject }) => [slug, subject]));
const ids = REQUIREMENTS.map(({ id }) => id);

describe('the ledger', () => {
  test('has each sentence once, under a source that there is, and told in one sentence', () => {
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9-]+\/[\w./-]+$/.test(id))).toEqual([]);
    expect(REQUIREMENTS.filter((one) => !(sourceOf(one) in SOURCES)).map(({ id }) => id)).toEqual([]);
    expect(REQUIREMENTS.filter(({ says }) => !/^[A-Za-z].*\.$/.test(says)).map(({ id }) => id)).toEqual([]);
    expect(REQUIREMENTS.filter(({ source: { url } }) => !URL.canParse(url)).map(({ id }) => id)).toEqual([]);
  });

  test('names cases that there are, none struck, and one at least for each side that is bound', () => {
    const named = REQUIREMENTS.flatMap(({ cases = [] }) => cases);
    expect(named.filter((slug) => !sideOf.has(slug))).toEqual([]);
    const struck = STRUCK.map(({ slug }) => slug).filter((slug) => !sideOf.has(slug));
    expect(struck.filter((slug) => named.includes(slug))).toEqual([]);
    const lacking = REQUIREMENTS.filter(
      ({ binds, cases }) => cases && !binds.every((side) => cases.some((slug) => sideOf.get(slug) === side)),
    );
    expect(lacking.map(({ id }) => id)).toEqual([]);
    const beside = REQUIREMENTS.flatMap(({ id, binds, cases = [] }) =>
      cases.filter((slug) => !binds.includes(sideOf.get(slug)!)).map((slug) => `${id}: ${slug}`),
    );
    expect(beside).toEqual([]);
  });

  test('says why nothing tries a sentence, in a sentence', () => {
    const reasons = REQUIREMENTS.flatMap(({ none }) => (none ? [none.because] : []));
    expect(reasons.filter((because) => !/^[A-Z].{15,}\.$/.test(because))).toEqual([]);
  });

  test('has a sentence for every normative case', () => {
    expect(casesWithoutRequirement(CASES)).toEqual([]);
    expect(casesWithoutRequirement(CASES, [])).toContain('es/prelude-crc');
  });

  test('counts what is tried', () => {
    const [first] = coverage(
      REQUIREMENTS.filter(({ id }) => /^event-stream\/(payload-limit|header-name-utf8)$/.test(id)),
    );
    expect(first).toEqual({
      source: 'event-stream',
      side: 'client',
      tested: 0,
      notYet: 1,
      unobservable: 0,
      outOfScope: 0,
    });
    const total = coverage().reduce((sum, { tested, notYet, unobservable, outOfScope }) => {
      return sum + tested + notYet + unobservable + outOfScope;
    }, 0);
    expect(total).toBe(REQUIREMENTS.reduce((sum, { binds }) => sum + binds.length, 0));
  });
});

test('the report is up to date: npm run requirements', async () => {
  const file = fileURLToPath(new URL('../../../docs/requirements.md', import.meta.url));
  const report = requirementsReport(REQUIREMENTS);
  expect(readFileSync(file, 'utf8')).toBe(await format(report, { ...(await resolveConfig(file)), filepath: file }));
});

test('the report tells first what nothing tests and why, then every sentence with its cases', () => {
  const chosen = REQUIREMENTS.filter(({ id }) => /^event-stream\/(payload-limit|header-name-utf8)$/.test(id));
  const lines = requirementsReport(chosen).split('\n');
  expect(lines.filter((line) => line.startsWith('#')).slice(0, 6)).toEqual([
    '# Requirements',
    '## What nothing tests (1)',
    '### Not yet: it could be tried (1)',
    '### Unobservable: neither the wire nor the caller’s side shows it (0)',
    '### Out of scope: it is not what the kit is about, or Bedrock has no such thing (0)',
    '## Event streams',
  ]);
  const reason = lines.indexOf('- No header that Bedrock is known to send has a name beyond ASCII.');
  expect(lines[reason + 1]).toBe('  - The name of a header is UTF-8. (`event-stream/header-name-utf8`)');
  expect(lines).toContain('| The name of a header is UTF-8. | client, server | none: not yet |');
  expect(lines).toContain('| No payload has more than 25,165,824 bytes. | server | [s/st-size-limits] |');
  expect(lines.at(-3)).toBe('[s/st-size-limits]: ../src/conformance/cases/server/framing.ts');
});

test('the links of the report lead to the file that has the case', () => {
  const links = requirementsReport(REQUIREMENTS).matchAll(/^\[(.+)\]: \.\.\/(.+)$/gm);
  const wrong = [...links].filter(([, slug = '', path = '']) => {
    return !readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8').includes(`slug: '${slug}'`);
  });
  expect(wrong.map(([line]) => line)).toEqual([]);
});

interface Shape {
  readonly type: string;
  readonly members?: Readonly<
    Record<string, { readonly shape: string; readonly locationName?: string; readonly location?: string }>
  >;
  readonly member?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly required?: readonly string[];
  readonly [constraint: string]: unknown;
}

interface Model {
  readonly operations: Readonly<Record<string, Record<'input' | 'output', { readonly shape: string }>>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Those that cases call. */
const TRIED = [
  'InvokeModel',
  'InvokeModelWithResponseStream',
  'Converse',
  'ConverseStream',
  'CountTokens',
  'ApplyGuardrail',
];
const UNIONS_OF_STREAMS = [
  'ConverseStreamOutput',
  'ResponseStream',
  'ContentBlockStart',
  'ContentBlockDelta',
  'ReasoningContentBlockDelta',
  'ToolResultBlockDelta',
];

/** An entry by this name, or one for each side. */
function absent(names: readonly string[]): string[] {
  return names.filter(
    (name) => !ids.includes(name) && !['client', 'server'].every((side) => ids.includes(`${name}/${side}`)),
  );
}

describe.skipIf(!hasShared)(`of the service model nothing is left out${WITHOUT_SHARED}`, () => {
  const model = JSON.parse(hasShared ? readShared('wire/models/bedrock-runtime.service-2.json') : '{}') as Model;

  function reachable(side: 'input' | 'output'): string[] {
    const found = new Set<string>();
    const visit = (name: string): void => {
      if (found.has(name)) return;
      found.add(name);
      const { members = {}, member, value } = model.shapes[name]!;
      for (const next of [...Object.values(members), member, value]) if (next) visit(next.shape);
    };
    for (const name of TRIED) visit(model.operations[name]![side].shape);
    return [...found].sort();
  }

  const named = (prefix: string): string[] => ids.filter((id) => id.startsWith(`service-model/${prefix}/`));

  test('every operation', () => {
    const all = [...Object.keys(model.operations), ...OPERATIONS.map(({ name }) => name)];
    expect(absent(all.map((name) => `service-model/operation/${name}`))).toEqual([]);
  });

  test('every exception, and its members beside the message', () => {
    const all = Object.entries(model.shapes).filter(([, { exception }]) => exception === true);
    expect(all).toHaveLength(12);
    expect(absent(all.map(([name]) => `service-model/exception/${name}`))).toEqual([]);
    const members = all.flatMap(([name, shape]) => Object.keys(shape.members!).map((member) => `${name}.${member}`));
    const others = members.filter((name) => !name.endsWith('.message'));
    expect(absent(others.map((name) => `service-model/exception-member/${name}`))).toEqual([]);
  });

  test('every member of a stream', () => {
    const all = UNIONS_OF_STREAMS.flatMap((union) =>
      Object.keys(model.shapes[union]!.members!).map((member) => `service-model/stream/${union}.${member}`),
    );
    expect(absent(all)).toEqual([]);
  });

  test('every required member of a request, and none that is not required', () => {
    const all = reachable('input').flatMap((name) =>
      (model.shapes[name]!.required ?? []).map((member) => `service-model/required/${name}.${member}`),
    );
    expect(named('required').toSorted()).toEqual(all.toSorted());
  });

  test('every constraint of a request, and none that is not there', () => {
    const constrained = reachable('input').filter((name) =>
      ['min', 'max', 'pattern', 'enum'].some((constraint) => constraint in model.shapes[name]!),
    );
    expect(named('constraint').toSorted()).toEqual(
      constrained.map((name) => `service-model/constraint/${name}`).toSorted(),
    );
  });

  test('every structure of an answer that must have members, and which', () => {
    const all = reachable('output').filter((name) => model.shapes[name]!.required);
    expect(named('answered').toSorted()).toEqual(all.map((name) => `service-model/answered/${name}`).toSorted());
    const wrong = all.filter((name) => {
      const says = REQUIREMENTS.find(({ id }) => id === `service-model/answered/${name}`)!.says;
      return says !== `Where ${name} is answered, it has ${model.shapes[name]!.required!.join(', ')}.`;
    });
    expect(wrong).toEqual([]);
  });

  test('every header', () => {
    const of = (side: 'input' | 'output', prefix: string): string[] =>
      TRIED.flatMap((operation) =>
        Object.values(model.shapes[model.operations[operation]![side].shape]!.members!)
          .filter(({ location }) => location === 'header')
          .map(({ locationName }) => `service-model/${prefix}/${operation}/${locationName}`),
      );
    expect(absent(of('input', 'header'))).toEqual([]);
    expect(absent(of('output', 'answer-header'))).toEqual([]);
  });
});
