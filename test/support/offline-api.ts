import { createServer } from 'node:http';
import { offlineFetch } from '../../src/model/offline/fetch.ts';

export interface OfflineApi {
  /** The base URL. */
  url: string;
  close(): void;
}

/** The offline model as a Messages API on 127.0.0.1, with a port of its own. */
export async function startOfflineApi(): Promise<OfflineApi> {
  const offline = offlineFetch();
  const held = new Map<string, object[]>();
  const server = createServer(async (request, response) => {
    let sent = '';
    for await (const chunk of request) sent += chunk;
    const method = request.method ?? 'POST';
    const { thread, messages = [], ...rest } = JSON.parse(sent || '{}');
    const whole = [...heldBefore(held, thread), ...messages];
    const body = method === 'GET' ? null : JSON.stringify({ ...rest, messages: whole });
    const address = `http://offline.invalid${request.url}`.replace(/\?.*$/, '');
    const answer = await offline(address, { method, body });
    const text = await answer.text();
    if (thread !== undefined) {
      const { id, content } = JSON.parse(text);
      held.set(id, [...whole, { role: 'assistant', content }]);
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(text);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    close: () => server.close(),
  };
}

/** The tool runner leaves the conversation with the server, and names the reply that it goes on from. */
function heldBefore(held: ReadonlyMap<string, object[]>, thread: unknown): object[] {
  const said = JSON.stringify(thread ?? null);
  return [...held].find(([id]) => said.includes(id))?.[1] ?? [];
}
