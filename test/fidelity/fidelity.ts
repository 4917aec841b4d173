/** Plays every recording and tells in what the double differs from the real service. */
import { type Bedrock, createBedrock } from '../../src/mock-server/index.ts';
import { scriptedAnswer } from '../../src/recordings/scenario/answer.ts';
import { toRecording } from '../support/recorded.ts';
import { CLASSES, type DifferenceClass } from './classes.ts';
import { compare, type Difference } from './compare.ts';
import { type OwnRefusal, refuseUnscripted } from './own-refusals.ts';
import { play } from './play.ts';
import type { Recording } from './recording.ts';

export interface Finding {
  readonly recording: Recording;
  readonly difference: Difference;
  /** Absent: a fault of the double. */
  readonly class: DifferenceClass | undefined;
}

export interface Fidelity {
  readonly recordings: number;
  /** Without any difference but identifiers and time. */
  readonly identical: number;
  /** The same, but for what the recorder changed in keeping. */
  readonly identicalOnTheWire: number;
  /** Without any difference that is the double's. */
  readonly faithful: number;
  /** Played from raw bytes, since no model of Bedrock answers so. */
  readonly raw: number;
  readonly findings: readonly Finding[];
  readonly refusals: readonly OwnRefusal[];
}

/** Marketplace and custom models have an ARN of their own, and what stands behind it is the account's. */
const ARNS = {
  'arn:aws:sagemaker:us-east-1:767398002385:endpoint/endpoint-quick-start-idr7y': 'amazon.titan-text-lite-v1',
};

export async function measureFidelity(recordings: readonly Recording[]): Promise<Fidelity> {
  const played = await playAll(recordings);
  const refused = recordings.filter(({ response }) => response.status >= 400);
  return {
    recordings: recordings.length,
    identical: played.filter(({ findings }) => findings.length === 0).length,
    identicalOnTheWire: played.filter(({ findings }) =>
      findings.every((finding) => finding.class?.whose === 'recorder'),
    ).length,
    faithful: played.filter(({ findings }) => findings.every((finding) => finding.class)).length,
    raw: played.filter(({ raw }) => raw).length,
    findings: played.flatMap(({ findings }) => findings),
    refusals: await Promise.all(refused.map(refuseUnscripted)),
  };
}

interface PlayedRecording {
  readonly raw: boolean;
  readonly findings: readonly Finding[];
}

async function playAll(recordings: readonly Recording[]): Promise<PlayedRecording[]> {
  await using bedrock = createBedrock({ auth: 'off', arns: ARNS });
  const { url } = await bedrock.listen();
  const played: PlayedRecording[] = [];
  for (const recording of recordings) played.push(await playScripted(recording, bedrock, url));
  return played;
}

async function playScripted(recording: Recording, bedrock: Bedrock, url: string): Promise<PlayedRecording> {
  const answer = scriptedAnswer(toRecording(recording));
  bedrock.scenarios.replace([{ name: recording.id, answer }]);
  const differences = compare(recording.response, await play(recording, url));
  const classOf = (difference: Difference) => CLASSES.find(({ holds }) => holds(difference, recording));
  const findings = differences.map((difference) => ({ recording, difference, class: classOf(difference) }));
  return { raw: 'raw' in answer, findings };
}
