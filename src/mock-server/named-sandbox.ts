/** A sandbox beside the server's own, which may be given back. */
import { type Reach, SandboxFace } from './sandbox-face.ts';
import type { World } from './world.ts';

export class NamedSandbox extends SandboxFace {
  readonly #forget: () => void;

  constructor(world: World, name: string, reach: Reach) {
    super(world, name, reach);
    this.#forget = () => world.sandboxes.delete(name);
  }

  /**
   * Forgets its scenarios, its journal and its counters. Answers under way go on; a request that comes later, or any
   * look at it, begins another of the same name.
   */
  close(): void {
    this.#forget();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
