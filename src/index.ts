// A program starts here: one user's memory

export type { MemoryChange } from './chat/changes-since.ts';
export type { Recall } from './chat/recall.ts';
export type { Recalled, RecalledFact, RecalledTurn } from './chat/recalled.ts';
export type { CheckedMemory } from './library/checked-memory.ts';
export type { ChatEvent, ChatOptions } from './library/converse.ts';
export type { ExchangeOptions, ExchangeOutcome } from './library/exchange.ts';
export type { ExportFormat } from './library/exported.ts';
export type { MemoryClient, MemoryClientSettings } from './library/memory-client.ts';
export { type ModelGiven, offlineFetch, offlineModel } from './library/models.ts';
export { type OpenMemoryOptions, openMemory } from './library/open-memory.ts';
export type { PromptOptions } from './library/prompt-block.ts';
export type { ChangeListener } from './library/subscription.ts';
export {
  answerToolUse,
  type RunnableTool,
  type ToolResultBlock,
  type ToolsOptions,
  type ToolUse,
} from './library/turn-tools.ts';
// The conversation

export type { Receipt, TurnEnd, TurnEvent } from './chat/events.ts';
export {
  type ExchangeGiven,
  ExchangeMemory,
  type Remembered,
  type RememberingOptions,
} from './chat/exchange-memory.ts';
export type { ForgetOutcome, ForgetPlan, ForgetTarget } from './chat/forget.ts';
export { type HistoryEntry, history } from './chat/history.ts';
export type { TranscriptImport } from './chat/import-transcript.ts';
export type { KeeperOptions } from './chat/keeper.ts';
export type { Outcome, PassOutcome } from './chat/outcome.ts';
export type { Models, Ports } from './chat/ports.ts';
export { type RestoreOutcome, restoreRevision } from './chat/restore.ts';
export type { Decision } from './chat/review.ts';
export type { Dictated, FactEdit } from './chat/revise.ts';
export { type SemanticDocument, SemanticIndex, type SemanticOptions } from './chat/semantic.ts';
export {
  type Leftover,
  openSession,
  type Session,
  type SessionOptions,
  type Why,
} from './chat/session.ts';
export type { TidyOptions } from './chat/tidy.ts';
export { type UndoOutcome, undoRevision } from './chat/undo.ts';
// What a user may do with their memory
export { UserMemory, type UserMemoryOptions } from './chat/user-memory.ts';
// Errors
export { type ErrorCode, EXIT_CODES, MemchatError } from './errors.ts';
// The memory
export { apply } from './memory/apply.ts';
export { MEMORY_BUDGET } from './memory/caps.ts';
export type { Changes, Entry, Refusal } from './memory/changes.ts';
export type { Clock, IdKind, NewId } from './memory/clock.ts';
export { type Decoded, decodeMemory, emptyMemory, encodeMemory } from './memory/codec.ts';
export { difference } from './memory/difference.ts';
export type { Evidence } from './memory/evidence.ts';
export { renderMarkdown } from './memory/export.ts';
export { type ImportedMemory, MAX_IMPORT, readImport } from './memory/import/import.ts';
export {
  givenId,
  MAX_TRANSCRIPT_IMPORT,
  readTranscriptImport,
  type TranscriptRead,
  type UnreadLine,
  type Utterance,
} from './memory/import/transcript.ts';
export { WRITE_POLICIES, type WritePolicy } from './memory/policy.ts';
export { redact } from './memory/privacy.ts';
export {
  MAX_MESSAGE,
  type Passage,
  type Turn,
  type TurnEnding,
  type TurnStatus,
} from './memory/turn.ts';
export type {
  Fact,
  FactKind,
  FactOperation,
  FactOrigin,
  Memory,
  Message,
  Operations,
  Preference,
  PreferenceOperation,
  PreferenceOrigin,
  Proposal,
  ProposedOperation,
  Source,
} from './memory/types.ts';
// Models
export type { AnthropicClient } from './model/anthropic/given-client.ts';
export { AnthropicModel, type AnthropicOptions } from './model/anthropic/model.ts';
export type { Embedder } from './model/embedder.ts';
export { type Extract, FunctionModel } from './model/function-model.ts';
export { OpenAiEmbedder, type OpenAiEmbedderOptions } from './model/openai-embedder.ts';
export type {
  Block,
  ChatMessage,
  ChatRequest,
  Model,
  ModelEvent,
  ReplyEnd,
  Stop,
  Structured,
  StructuredRequest,
  TextMessage,
  Tool,
  ToolCall,
  ToolResult,
  ToolResultsMessage,
  ToolUseMessage,
  Usage,
} from './model/port.ts';
export { costUsd } from './model/prices.ts';
export type { OutputSchema } from './prompt/structured.ts';
// The prompt
export { type MemoryPrompt, renderMemory, systemPrompt } from './prompt/system.ts';
// Recall
export { type FuseOptions, fuse, type Ranked } from './recall/fuse.ts';
export {
  type RecallDocument,
  RecallIndex,
  type RecallResult,
  type SearchOptions,
} from './recall/index.ts';
export { type DateRange, timeRanges } from './recall/time.ts';
export { VectorIndex } from './recall/vectors.ts';
// Stores
export { FileJournal } from './store/file-journal.ts';
export { FileStore } from './store/file-store.ts';
export { FileTranscript } from './store/file-transcript.ts';
export { FileVectors, type FileVectorsOptions } from './store/file-vectors.ts';
export { InMemoryJournal, InMemoryStore, NoTranscript } from './store/in-memory.ts';
export { InMemoryVectors } from './store/in-memory-vectors.ts';
export type {
  CommitNote,
  Exchange,
  Journal,
  Notice,
  PastRevision,
  Store,
  Transcript,
  TranscriptCursor,
  TranscriptReading,
  VectorCache,
} from './store/port.ts';
export { type UpdateOptions, update } from './store/update.ts';
export { VERSION } from './version.ts';
