import { errnoOf } from '../../errors.ts';

/** An error and its causes, outermost first. */
export function* causesOf(error: unknown): Generator<unknown> {
  const seen = new Set<unknown>();
  let current = error;
  while (current !== undefined && current !== null && !seen.has(current)) {
    seen.add(current);
    yield current;
    current = current instanceof Error ? current.cause : undefined;
  }
}

/** The system error behind a failed request ("ECONNREFUSED"), or null. */
export function systemErrorOf(error: unknown): string | null {
  let found: string | null = null;
  for (const cause of causesOf(error)) found = errnoOf(cause) ?? found;
  return found;
}

const CERTIFICATE_ERROR = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ERR_TLS/;

/**
 * What went wrong on the way to `address`, and what to do about it. `code` is a system error, null
 * when none is known.
 */
export function networkProblem(code: string | null, address: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENETUNREACH') {
    return `${address} could not be found. Is this machine online? Check the network and the address, then say it again.`;
  }
  if (code === 'ECONNREFUSED') {
    return `Nothing answers at ${address}. Start the server there, or check --base-url.`;
  }
  if (code !== null && CERTIFICATE_ERROR.test(code)) {
    return `The certificate of ${address} is not trusted (${code}). Behind a company proxy, name its certificate in NODE_EXTRA_CA_CERTS.`;
  }
  const detail = code === null ? '' : ` (${code})`;
  return `The connection to ${address} failed${detail}. Check the network, then say it again.`;
}
