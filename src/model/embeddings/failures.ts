import { MemchatError } from '../../errors.ts';

/** What went wrong with one request. */
export type Failure =
  | StatusFailure
  /** A system error, or null where none is known. */
  | { kind: 'network'; code: string | null }
  | { kind: 'timeout'; ms: number }
  /** An answer that is none; `what` ends a sentence that begins with "What came from there". */
  | { kind: 'answer'; what: string };

export interface StatusFailure {
  kind: 'status';
  status: number;
  /** The server's own sentence, when it may be repeated. */
  reason: string | null;
  /** What less of it may be taken. */
  excess: Excess | null;
  /** The wait that the server asks for. */
  waitMs: number | null;
}

/** Texts that are too long, or too many at once. */
export type Excess = 'length' | 'number';

/**
 * What a refusal says that there was too much of, by its words: of length llama.cpp speaks with a 500
 * ("increase the physical batch size" counts tokens), others with 400, 413 or 422.
 */
export function excessOf(status: number, reason: string): Excess | null {
  if (![400, 413, 422, 500].includes(status)) return null;
  if (/(?<!physical )batch size/i.test(reason)) return 'number';
  if (/too (?:large|long|big)|context|tokens/i.test(reason)) return 'length';
  return status === 413 ? 'length' : null;
}

/** A failure on its way to where it is decided whether to try again. */
export class EmbeddingError extends Error {
  override readonly name = 'EmbeddingError';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }

  /** Whether the same request may succeed in a moment. */
  get isPassing(): boolean {
    const { failure } = this;
    if (failure.kind === 'network') return true;
    if (failure.kind !== 'status' || failure.excess !== null) return false;
    return failure.status === 429 || failure.status >= 500;
  }

  /** What there was too much of, if that was it. */
  get excess(): Excess | null {
    return this.failure.kind === 'status' ? this.failure.excess : null;
  }
}

export interface FailureContext {
  /** Where the request went. */
  address: string;
  model: string;
  hasKey: boolean;
}

/** What went wrong, in words with the way on: neither the key nor a text is repeated. */
export function describeFailure({ failure }: EmbeddingError, context: FailureContext) {
  const { message, code = 'api-unavailable' } = problemOf(failure, context);
  return new MemchatError(message, code, summaryOf(failure));
}

type Problem = { message: string; code?: 'api-unavailable' | 'credential' };

function problemOf(failure: Failure, context: FailureContext): Problem {
  const { address } = context;
  switch (failure.kind) {
    case 'status':
      return statusProblem(failure, context);
    case 'network':
      return { message: networkProblem(failure.code, address) };
    case 'timeout':
      return {
        message: `${address} did not answer within ${seconds(failure.ms)}. A local server may still be loading its model; else check the network, or a proxy or firewall on the way.`,
      };
    case 'answer':
      return {
        message: `What came from ${address} ${failure.what}. Check MEMCHAT_EMBED_URL, and whether "${context.model}" is a model for embeddings.`,
      };
  }
}

function statusProblem(
  { status, reason, waitMs }: StatusFailure,
  { address, model, hasKey }: FailureContext,
): Problem {
  const because = reason === null ? '' : `: ${reason.replace(/\.+$/, '')}`;
  if (status === 401) {
    const message = hasKey
      ? `${address} refused the key (401). Check MEMCHAT_EMBED_KEY.`
      : `${address} wants a key (401). Set MEMCHAT_EMBED_KEY.`;
    return { message, code: 'credential' };
  }
  if (status === 403) {
    const message = `${address} does not allow this with ${hasKey ? 'the key in use' : 'no key'} (403)${because}. Check MEMCHAT_EMBED_KEY.`;
    return { message, code: 'credential' };
  }
  if (status === 404) {
    return {
      message: `${address} has no embeddings of "${model}" (404)${because}. Check MEMCHAT_EMBED_URL and MEMCHAT_EMBED_MODEL.`,
    };
  }
  if (status === 429) {
    const wait = waitMs === null ? '' : ` It asks to wait ${seconds(waitMs)}.`;
    return { message: `${address} has had too many requests (429)${because}.${wait}` };
  }
  if (status >= 300 && status < 400) {
    return {
      message: `${address} sends requests on to another address (${status}), where texts are not sent. Name that one in MEMCHAT_EMBED_URL if it is right.`,
    };
  }
  const what = status >= 500 ? 'failed' : 'did not accept the request';
  return { message: `${address} ${what} (${status})${because}.` };
}

function networkProblem(code: string | null, address: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENETUNREACH') {
    return `${address} could not be found. Check the network and MEMCHAT_EMBED_URL.`;
  }
  if (code === 'ECONNREFUSED') {
    return `Nothing answers at ${address}. Start the server there, or check MEMCHAT_EMBED_URL.`;
  }
  if (code !== null && /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ERR_TLS/.test(code)) {
    return `The certificate of ${address} is not trusted (${code}). Behind a company proxy, name its certificate in NODE_EXTRA_CA_CERTS.`;
  }
  const detail = code === null ? '' : ` (${code})`;
  return `The connection to ${address} failed${detail}.`;
}

/** What kind of failure it was, without anything that was sent or answered. */
function summaryOf(failure: Failure): Error {
  const detail =
    failure.kind === 'status' ? failure.status : failure.kind === 'network' ? failure.code : null;
  const summary = new Error(`${failure.kind}${detail === null ? '' : ` ${detail}`}`);
  summary.name = 'EmbeddingFailure';
  return summary;
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`;
}
