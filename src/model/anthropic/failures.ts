import { MemchatError } from '../../errors.ts';
import { IdleStreamError } from './idle.ts';
import { causesOf, networkProblem, systemErrorOf } from './network.ts';
import { quotableReason } from './quotation.ts';
import { type FailureContext, statusProblem } from './status.ts';
import { ASKED_WAIT_HEADER, CarriedError } from './transport.ts';

/**
 * What went wrong, in words with the way on. The message repeats neither the credential nor what
 * was said, and neither does its cause, which is a summary: the SDK's errors carry whole answers.
 */
export function describeFailure(error: unknown, context: FailureContext): MemchatError {
  for (const cause of causesOf(error)) {
    if (cause instanceof MemchatError) return cause;
    if (cause instanceof CarriedError) return cause.carried;
    if (cause instanceof IdleStreamError) {
      const text = `${context.address} went silent for ${seconds(cause.idleMs)}; the request was given up. Say it again.`;
      return new MemchatError(text, 'api-unavailable', summaryOf(error));
    }
  }
  const { message, code } = problemOf(error, context);
  return new MemchatError(message, code, summaryOf(error));
}

function problemOf(
  error: unknown,
  context: FailureContext,
): { message: string; code: 'credential' | 'api-unavailable' } {
  const { address, midStream, model } = context;
  const { name, status, type, apiMessage, headers } = partsOf(error);
  const reason = quotableReason(apiMessage, context.sent);
  if (status !== null) {
    const wait = Number(headers?.get(ASKED_WAIT_HEADER) ?? Number.NaN);
    return statusProblem({ ...context, status, type, reason, wait: wait > 0 ? wait : null });
  }
  if (name === 'APIError' && type !== null) {
    // An error in the middle of a stream has a type and no status.
    return statusProblem({
      ...context,
      status: STATUS_OF_TYPE[type] ?? 500,
      type,
      reason,
      wait: null,
    });
  }
  const unavailable = (message: string) => ({ message, code: 'api-unavailable' as const });
  if (name === 'APIConnectionTimeoutError') {
    return unavailable(
      `${address} did not answer in time. Say it again; if that goes on, check the network, or a proxy or firewall on the way.`,
    );
  }
  const system = systemErrorOf(error);
  if (midStream) {
    return unavailable(
      system === null && !isLostConnection(error)
        ? `The reply from ${address} broke off: what came was not a valid answer. Say it again.`
        : `The connection to ${address} was lost in the middle of the reply. Say it again.`,
    );
  }
  if (name === 'APIConnectionError' || isLostConnection(error)) {
    return unavailable(networkProblem(system, address));
  }
  if (name === 'TypeError' || name === 'SyntaxError') {
    return unavailable(
      `What ${address} answered for ${model} is not the Messages API. Check --base-url.`,
    );
  }
  if (context.credential === 'profile') {
    return {
      message:
        'The credentials of the Anthropic profile could not be used. Log in to it again, or set ANTHROPIC_API_KEY.',
      code: 'credential',
    };
  }
  return unavailable(`The request to ${address} could not be made (${system ?? name}).`);
}

const STATUS_OF_TYPE: Partial<Record<string, number>> = {
  authentication_error: 401,
  billing_error: 402,
  invalid_request_error: 400,
  not_found_error: 404,
  overloaded_error: 529,
  permission_error: 403,
  rate_limit_error: 429,
  request_too_large: 413,
};

/** A connection that ends in the middle of a body is a bare "terminated" of fetch. */
function isLostConnection(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'terminated';
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`;
}

interface ErrorParts {
  name: string;
  status: number | null;
  type: string | null;
  apiMessage: string | null;
  requestId: string | null;
  headers: Headers | null;
}

/** The parts of an error of the SDK, whose classes are not there before it is loaded. */
function partsOf(error: unknown): ErrorParts {
  const field = (name: string): unknown =>
    error instanceof Error ? Reflect.get(error, name) : undefined;
  const text = (name: string): string | null => {
    const value = field(name);
    return typeof value === 'string' ? value : null;
  };
  const status = field('status');
  const headers = field('headers');
  return {
    name: error instanceof Error ? error.name : typeof error,
    status: typeof status === 'number' ? status : null,
    type: text('type'),
    apiMessage: text('apiMessage'),
    requestId: text('requestID'),
    headers: headers instanceof Headers ? headers : null,
  };
}

/** What kind of error it was, without anything that was sent or answered. */
function summaryOf(error: unknown): Error {
  const { name, status, type, requestId } = partsOf(error);
  // A server may put anything into these two.
  const word = (text: string | null) => (text !== null && /^[\w-]{1,64}$/.test(text) ? text : null);
  const parts = [name, status, word(type), systemErrorOf(error), word(requestId)];
  const summary = new Error(parts.filter((part) => part !== null).join(' '));
  summary.name = 'ModelFailure';
  return summary;
}
