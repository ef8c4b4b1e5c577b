import { MemchatError } from '../errors.ts';

/** The values of HTTP_PROXY, HTTPS_PROXY and NO_PROXY; undefined or empty where one is not set. */
export interface ProxySettings {
  readonly http: string | undefined;
  readonly https: string | undefined;
  /** Hosts, apart by commas or spaces, that are reached without the proxy; `*` for all. */
  readonly no: string | undefined;
}

/** What undici says when a proxy does not open the way: "Proxy response (407) !== 200 …". */
const REFUSED = /^Proxy response \((\d{3})\)/;

/**
 * What went wrong at a proxy, in words; null when it was not its doing. The words name the proxy
 * without the password that its address may hold.
 */
export function proxyProblem(error: unknown, settings: ProxySettings): MemchatError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const [, status] = REFUSED.exec(cause.message) ?? [];
    if (status !== undefined) return refused(Number(status), settings);
    const silent = proxies(settings).find(({ url }) => isOf(cause, url));
    if (silent !== undefined) {
      const { name, url } = silent;
      return problem(
        `The proxy at ${url.host} (${name}) does not answer. Start it, correct ${name}, or unset it where no proxy is needed.`,
      );
    }
  }
  return null;
}

function refused(status: number, settings: ProxySettings): MemchatError {
  const [proxy] = proxies(settings).reverse();
  const at = proxy === undefined ? '' : ` at ${proxy.url.host} (${proxy.name})`;
  return problem(
    status === 407
      ? `The proxy${at} wants a name and a password (407). Write them into its address: http://NAME:PASSWORD@HOST:PORT.`
      : `The proxy${at} does not let the request through (${status}). Ask who runs it, or name the host in NO_PROXY.`,
  );
}

function problem(message: string): MemchatError {
  return new MemchatError(message, 'api-unavailable');
}

function proxies({ http, https }: ProxySettings): { name: string; url: URL }[] {
  return [
    { name: 'HTTP_PROXY', value: http },
    { name: 'HTTPS_PROXY', value: https },
  ].flatMap(({ name, value }) => (value ? [{ name, url: new URL(value) }] : []));
}

/** Whether a connection to the proxy could not be made: its error names what was to be reached. */
function isOf(error: Error, url: URL): boolean {
  const field = (name: string): unknown => Reflect.get(error, name);
  const code = field('code');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return field('hostname') === url.hostname;
  const isRefusal = code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ETIMEDOUT';
  if (error instanceof AggregateError) return error.errors.some((one) => isOf(one, url));
  return isRefusal && field('port') === port;
}
