/** A sandbox for each test, so that tests may run beside each other on one double. */
import type { Scenario, WrittenScenario } from '../fixtures/index.ts';
import type { Bedrock, NamedSandbox } from '../mock-server/index.ts';

export interface SandboxOptions {
  /** What to call it, such as the name of the test; other characters than a sandbox may have become `-`. Default: `test`. */
  readonly name?: string;
  /** Put before those the double was started with. */
  readonly scenarios?: readonly (Scenario | WrittenScenario)[];
}

/** The part of `node:test`'s context that is needed. */
export interface TestContext {
  readonly name: string;
  after(close: () => void): void;
}

/**
 * A sandbox that nobody else has. Its name, and so its ids and everything else random in it, comes from that of the test;
 * where it is taken a number is added. Close it, or declare it with `using`.
 */
export function sandboxOf(bedrock: Bedrock, { name = 'test', scenarios = [] }: SandboxOptions = {}): NamedSandbox {
  const sandbox = bedrock.sandbox(freeName(slugOf(name), bedrock.sandboxes()));
  // From here on the name is taken.
  sandbox.scenarios.add(...scenarios);
  return sandbox;
}

/** The same for `node:test`: named after the test, and closed once it is over. */
export function useSandbox(t: TestContext, bedrock: Bedrock, options: SandboxOptions = {}): NamedSandbox {
  const sandbox = sandboxOf(bedrock, { name: t.name, ...options });
  t.after(() => sandbox.close());
  return sandbox;
}

/** Room is left for a number. */
const LONGEST_SLUG = 100;

function slugOf(name: string): string {
  const slug = name.replace(/[^\w.]+/g, '-').replace(/^-+|-+$/g, '');
  return slug.slice(0, LONGEST_SLUG) || 'test';
}

function freeName(name: string, taken: readonly string[]): string {
  const names = new Set(taken);
  let free = name;
  for (let n = 2; names.has(free); n++) free = `${name}-${n}`;
  return free;
}
