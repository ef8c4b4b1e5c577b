// A server with a memory for each of its users. Nothing is shared between two of them.
import { createServer } from 'node:http';
import { MemchatError, offlineModel, openMemory } from 'memchat';

const model = offlineModel();

const server = createServer(async (request, response) => {
  const user = new URL(request.url ?? '/', 'http://localhost').searchParams.get('user') ?? '';
  let said = '';
  for await (const chunk of request) said += chunk;
  try {
    const memory = await openMemory({ user, sessions: './sessions', model });
    let reply = '';
    for await (const event of memory.chat([said])) if (event.type === 'end') reply = event.reply;
    await memory.close();
    response.end(reply);
  } catch (error) {
    const isTheirs = error instanceof MemchatError && error.code === 'usage';
    response.writeHead(isTheirs ? 400 : 500).end(isTheirs ? error.message : 'Sorry.');
  }
});
server.listen(0, '127.0.0.1', async () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  /** @param {string} user @param {string} body */
  const say = async (user, body) => {
    const url = `http://127.0.0.1:${port}/?user=${encodeURIComponent(user)}`;
    return (await fetch(url, { method: 'POST', body })).text();
  };
  await Promise.all([say('alice', 'My name is Alice.'), say('bob', 'My name is Bob.')]);
  for (const user of ['alice', 'bob', '']) console.log(await say(user, 'What is my name?'));
  server.close();
});
