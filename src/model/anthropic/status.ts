import type { Confidential } from './quotation.ts';

/** What a request was, for the words about its failure. */
export interface FailureContext {
  /** Scheme, host and port, without a path, query or credential. */
  address: string;
  /** Whether Anthropic answers there, itself or behind a gateway. */
  anthropic: boolean;
  /** How the request was authorised. */
  credential: 'key' | 'token' | 'profile' | 'none';
  /** The id of the model asked, and the option that names another one. */
  model: string;
  modelOption: '--model' | '--memory-model';
  /** Whether the reply had begun. */
  midStream: boolean;
  /** What the message must not repeat. */
  sent: Confidential;
}

interface StatusFailure extends FailureContext {
  status: number;
  /** The API's own word for it: `overloaded_error`. */
  type: string | null;
  /** The API's own sentence, when it may be repeated. */
  reason: string | null;
  /** Seconds that the server asks to wait. */
  wait: number | null;
}

/** The message for an HTTP status of the API, or for the error type of a stream that stands for one. */
export function statusProblem(failure: StatusFailure): {
  message: string;
  code: 'credential' | 'api-unavailable';
} {
  const code = failure.status === 401 || failure.status === 403 ? 'credential' : 'api-unavailable';
  return { message: messageFor(failure), code };
}

function messageFor(failure: StatusFailure): string {
  const { status, address, model, modelOption, midStream } = failure;
  const server = failure.anthropic && isAnthropics(address) ? 'Anthropic' : address;
  const because = failure.reason === null ? '' : `: ${withoutFullStop(failure.reason)}`;
  const when = midStream ? ' The reply broke off in the middle.' : '';
  switch (status) {
    case 400:
    case 422:
      if (/credit balance/i.test(failure.reason ?? '')) return noCredit(server);
      return `${server} did not accept the request (${status})${because}.`;
    case 401:
      return refusedCredential(failure, server);
    case 402:
      return noCredit(server);
    case 403:
      return `${server} does not allow this with the credential in use (403)${because}. Use another one, or another model with ${modelOption}.`;
    case 404:
      return failure.type === 'not_found_error'
        ? `${server} does not know the model "${model}". Name another one with ${modelOption}.`
        : `There is no Messages API at ${address}. Check --base-url; it is the address without /v1.`;
    case 413:
      return `The message is too large for ${server} (413). Send less at once.`;
    case 429:
      return `${server} has had too many requests (429).${when}${waitFor(failure.wait)}`;
    case 503:
    case 529:
      return failure.anthropic
        ? `Anthropic is overloaded, not your machine (${status}).${when}${waitFor(failure.wait)}`
        : `${address} is overloaded (${status}).${when}${waitFor(failure.wait)}`;
    default:
      if (status >= 500) {
        return failure.anthropic
          ? `Anthropic has a problem of its own, not your machine (${status}).${when}${waitFor(failure.wait)}`
          : `${address} failed (${status})${because}.${when}${waitFor(failure.wait)}`;
      }
      return `${server} answered with an error (${status})${because}.`;
  }
}

/** A gateway speaks for Anthropic at an address of its own: what it refuses is its own doing. */
function isAnthropics(address: string): boolean {
  return /(?:^|[/.])anthropic\.com$/.test(address);
}

function refusedCredential({ credential }: StatusFailure, server: string): string {
  switch (credential) {
    case 'key':
      return `${server} refused the API key (401). Check ANTHROPIC_API_KEY: is it whole, and not revoked?`;
    case 'token':
      return `${server} refused the token (401). Check ANTHROPIC_AUTH_TOKEN: it may have expired.`;
    case 'profile':
      return `${server} refused the credentials of the profile (401). Log in to it again.`;
    case 'none':
      return `${server} wants a credential (401). Set ANTHROPIC_API_KEY.`;
  }
}

function noCredit(server: string): string {
  return `${server} refused because the credit is used up. Add credit to the account, then say it again.`;
}

function waitFor(wait: number | null): string {
  if (wait === null) return ' Wait a moment, then say it again.';
  const time = wait < 120 ? `${wait} s` : `${Math.ceil(wait / 60)} min`;
  return ` It asks to wait ${time}; say it again then.`;
}

function withoutFullStop(sentence: string): string {
  return sentence.replace(/\.+$/, '');
}
