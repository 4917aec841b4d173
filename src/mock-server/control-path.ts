/** Told from the target alone, before the control API is even loaded. */
export function isControlPath(target: string): boolean {
  return target.startsWith('/_') && /^(\/_sandbox\/[^/?]+)?\/_touchstone(?=[/?]|$)/.test(target);
}
