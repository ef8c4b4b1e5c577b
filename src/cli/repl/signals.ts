export interface SignalEvents {
  interrupt(): void;
  /** SIGTERM or SIGHUP. */
  terminate(): void;
  /** The process was stopped and goes on. */
  resume(): void;
}

/** Listens to the signals of the process; returns how to stop listening. */
export function onSignals(events: SignalEvents): () => void {
  const listeners = [
    ['SIGINT', () => events.interrupt()],
    ['SIGTERM', () => events.terminate()],
    ['SIGHUP', () => events.terminate()],
    ['SIGCONT', () => events.resume()],
  ] as const;
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}
