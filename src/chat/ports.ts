import type { Clock, NewId } from '../memory/clock.ts';
import type { Model, Usage } from '../model/port.ts';
import type { Inputs, Journal, Store, Transcript } from '../store/port.ts';

/** What a conversation stands on. */
export interface Ports {
  store: Store;
  journal: Journal;
  transcript: Transcript;
  /** What was entered at a prompt; left out where none is kept. */
  inputs?: Inputs;
  model: Model;
  clock: Clock;
  newId: NewId;
  /** US dollars of one request; null where no price is known. The offline model costs nothing. */
  price: (model: string, usage: Usage) => number | null;
}

/** The ids of the two models of a turn. */
export interface Models {
  chat: string;
  memory: string;
}
