/** All measures, in the order in which they are run and shown. */
import { firstBytes } from './first-bytes.ts';
import { invokeModel, invokeModelOverHttp2 } from './invoke-model.ts';
import { manyRequests } from './many-requests.ts';
import type { Measure } from './measure.ts';
import { manyScenarios } from './scenarios.ts';
import { slowStreams } from './slow-streams.ts';
import { start } from './start.ts';
import { streams, streamsOverHttp2 } from './streams.ts';
import { verification } from './verification.ts';

export const MEASURES: readonly Measure[] = [
  invokeModel,
  invokeModelOverHttp2,
  firstBytes,
  streams,
  streamsOverHttp2,
  manyScenarios,
  slowStreams,
  manyRequests,
  start,
  verification,
];
