/** Traffic of the real service: recorded, redacted, read, replayed. */
export { createKeeper, type Keeper } from './record/keeper.ts';
export { createRecorder, type Recorder } from './record/recorder.ts';
export type { RecorderEvent, RecorderOptions } from './record/options.ts';
export {
  IMPORT_FORMATS,
  type Imported,
  ImportError,
  type ImportFormat,
  type ImportOptions,
  importRecordings,
} from './import/index.ts';
export { RECORD_MODES, type RecordMode } from './record/mode.ts';
export type { UpstreamOptions } from './record/upstream.ts';
export { parseRecording, type RecordingFile, RecordingError, readRecordings } from './read.ts';
export type {
  Body,
  HeaderPair,
  Payload,
  RawBytes,
  ReadableFrame,
  RecordedEnding,
  RecordedFrame,
  RecordedRequest,
  RecordedResponse,
  Recording,
  Redaction,
} from './recording.ts';
export { redact } from './redaction/redact.ts';
export { parseRule, type Rule } from './redaction/rule.ts';
export { findSecrets, type Suspicion } from './redaction/scan.ts';
export { REPLAYING, type ReplayOptions, replayScenarios } from './replay/scenarios.ts';
export { toScenarios } from './scenario/scenarios.ts';
export { recordingSchema } from './schema.ts';
export { createRecordingWriter, type RecordingWriter } from './write.ts';
