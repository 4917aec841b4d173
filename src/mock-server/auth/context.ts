import type { Registry } from './registry.ts';
import type { KeyRing } from './signing-keys.ts';

/** What verification needs besides the request. */
export interface Context {
  readonly registry: Registry;
  readonly keys: KeyRing;
  readonly nowMs: number;
  /** Whether unknown keys and secrets are let in; form, scope and date must be right all the same. */
  readonly lenient: boolean;
}
