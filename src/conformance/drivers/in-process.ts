/** A function as a driver. */
import type { DriverAnswer } from '../observation.ts';
import { type ClientDriver, type DriverFunction, type DriverInfo, type RunRequest, Skip } from './driver.ts';

export function inProcess(driver: DriverFunction): ClientDriver {
  const { run: _, stop, ...info } = driver;
  return {
    start: async (): Promise<DriverInfo> => ({ language: 'JavaScript', concurrency: Infinity, ...info }),
    run: (request, limitMs) => within(limitMs, (signal) => answerOf(driver, request, signal)),
    stop: async () => await stop?.(),
  };
}

async function answerOf(driver: DriverFunction, request: RunRequest, signal: AbortSignal): Promise<DriverAnswer> {
  try {
    return { type: 'observation', observation: await driver.run(request, signal) };
  } catch (thrown) {
    if (thrown instanceof Skip) return { type: 'skipped', reason: thrown.message };
    return { type: 'errored', message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }
}

/** The answer, or that there was none in time; then whatever still runs is told to stop. */
export async function within(
  limitMs: number,
  answer: (signal: AbortSignal) => Promise<DriverAnswer>,
): Promise<DriverAnswer> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<DriverAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ type: 'hung', afterMs: limitMs }), limitMs);
  });
  try {
    const first = await Promise.race([answer(controller.signal), hung]);
    if (first.type === 'hung') controller.abort();
    return first;
  } finally {
    clearTimeout(timer);
  }
}
