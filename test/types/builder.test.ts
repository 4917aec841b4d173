/** Held by `tsc`: what the builder lets be said, and what not. */
import { expectTypeOf, it } from 'vitest';
import type { Ask } from '../../src/fixtures/ask.ts';
import { error, scenario, text, toolUse, type BuiltScenario, type OpenScenario } from '../../src/fixtures/builder.ts';
import type { Scenario, ScenarioDocument, WrittenScenario } from '../../src/fixtures/scenario.ts';

it('is a scenario once it answers, and not before', () => {
  expectTypeOf(scenario('a')).toEqualTypeOf<OpenScenario>();
  expectTypeOf<OpenScenario>().not.toExtend<Scenario>();
  expectTypeOf(scenario('a').replies('x')).toEqualTypeOf<BuiltScenario>();
  expectTypeOf<BuiltScenario>().toExtend<Scenario>();
});

it('knows the operations, and what a condition sees', () => {
  scenario('a').when({ operation: ['Converse', 'InvokeModel'], test: (ask) => ask.conversation.turns.length > 1 });
  expectTypeOf<NonNullable<NonNullable<Scenario['when']>['test']>>().parameter(0).toEqualTypeOf<Ask>();
  // @ts-expect-error not an operation
  scenario('a').when({ operation: 'Convers' });
  // @ts-expect-error not a condition
  scenario('a').when({ promt: 'x' });
});

it('takes exceptions that are not known, and every form of a reply', () => {
  const fails = scenario('a').fails('ThrottlingException').fails('TomorrowsException', { status: 418, times: 2 });
  expectTypeOf(fails).toEqualTypeOf<BuiltScenario>();
  scenario('a').replies('x', text('x'), toolUse('t', {}), [text('x')], { stopReason: 'end_turn' }, error('X'));
  // @ts-expect-error one answer at least
  scenario('a').replies();
  // @ts-expect-error not a stop reason
  scenario('a').replies({ stopReason: 'endturn' });
  // @ts-expect-error a fault is one thing that goes wrong
  scenario('a').replies('x').faults({ dely: 3 });
});

it('holds what a file may say', () => {
  expectTypeOf<Scenario>().toExtend<WrittenScenario>();
  expectTypeOf<{ reply: string; when: { prompt: RegExp } }>().toExtend<WrittenScenario>();
  expectTypeOf<{ version: 1; scenarios: { replies: string[] }[] }>().toExtend<ScenarioDocument>();
  expectTypeOf<{ reply: number }>().not.toExtend<WrittenScenario>();
});
