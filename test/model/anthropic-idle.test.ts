import { describe, expect, it } from 'vitest';
import { failWhenIdle, IdleStreamError } from '../../src/model/anthropic/idle.ts';
import { rejection } from './world.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const forever = (onCancel: () => void = () => undefined) =>
  new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined), cancel: onCancel });

describe('failWhenIdle', () => {
  it('passes every byte on', async () => {
    const source = new Response('Hello, Rotterdam.').body ?? forever();
    const watched = failWhenIdle(source, { firstMs: 1000, nextMs: 1000, signal: null });
    expect(await new Response(watched).text()).toBe('Hello, Rotterdam.');
  });

  it('fails when nothing comes at first, and gives the source up', async () => {
    let cancelled = false;
    const source = forever(() => {
      cancelled = true;
    });
    const watched = failWhenIdle(source, { firstMs: 5, nextMs: 60_000, signal: null });
    expect(await rejection(watched.getReader().read())).toBeInstanceOf(IdleStreamError);
    expect(cancelled).toBe(true);
  });

  it('fails when nothing comes any more', async () => {
    const source = new ReadableStream<Uint8Array>({ start: (to) => to.enqueue(bytes('a')) });
    const reader = failWhenIdle(source, { firstMs: 60_000, nextMs: 5, signal: null }).getReader();
    expect((await reader.read()).value).toEqual(bytes('a'));
    expect(await rejection(reader.read())).toMatchObject({ idleMs: 5 });
  });

  it('does not take a slow reader for a silent source', async () => {
    const source = new ReadableStream<Uint8Array>({
      start(to) {
        to.enqueue(bytes('a'));
        to.enqueue(bytes('b'));
        to.close();
      },
    });
    const reader = failWhenIdle(source, { firstMs: 5, nextMs: 5, signal: null }).getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await reader.read()).value).toEqual(bytes('b'));
    expect((await reader.read()).done).toBe(true);
  });

  it('passes the failure of its source on', async () => {
    const failure = new Error('gone');
    const source = new ReadableStream<Uint8Array>({ start: (to) => to.error(failure) });
    const watched = failWhenIdle(source, { firstMs: 1000, nextMs: 1000, signal: null });
    expect(await rejection(watched.getReader().read())).toBe(failure);
  });

  it('ends with an abort although its source does not listen to the signal', async () => {
    const stop = new AbortController();
    const limits = { firstMs: 60_000, nextMs: 60_000, signal: stop.signal };
    const reading = failWhenIdle(forever(), limits).getReader().read();
    stop.abort();
    expect(await rejection(reading)).toMatchObject({ name: 'AbortError' });
  });
});
