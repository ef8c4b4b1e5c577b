/** Which model is to be talked to. */
export type Choice =
  | { kind: 'key'; key: string }
  | { kind: 'server'; baseUrl: string; model: string }
  /** The program and its words that print the key. */
  | { kind: 'command'; command: string[] }
  | { kind: 'offline' }
  /** The person left without a choice. */
  | { kind: 'none' };
