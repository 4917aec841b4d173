/** Recordings as scenarios that a person reads and edits. */
import { basename } from 'node:path';
import type { AnswerSpec, WrittenScenario } from '../../fixtures/scenario.ts';
import type { RecordingFile } from '../read.ts';
import { scriptedAnswer } from './answer.ts';
import { whenOf } from './when.ts';

/** One for each kind of request, in the order in which they came; several answers to one kind are a sequence. */
export function toScenarios(files: readonly RecordingFile[]): WrittenScenario[] {
  const byRequest = new Map<string, RecordingFile[]>();
  for (const file of files) {
    const key = JSON.stringify(whenOf(file.recording));
    byRequest.set(key, [...(byRequest.get(key) ?? []), file]);
  }
  return [...byRequest.values()].map(toScenario);
}

function toScenario(files: readonly RecordingFile[]): WrittenScenario {
  const [{ file, recording }] = files as readonly [RecordingFile];
  const answers = files.map((one) => scriptedAnswer(one.recording));
  const head = { name: basename(file, '.json'), when: whenOf(recording) };
  return answers.length === 1 ? { ...head, ...(answers[0] as AnswerSpec) } : { ...head, answer: answers };
}
