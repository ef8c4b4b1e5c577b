import type { Clock, NewId } from '../memory/clock.ts';
import type { Model, Usage } from '../model/port.ts';
import type { Inputs, Journal, Store, Transcript } from '../store/port.ts';
import type { Semantic } from './semantic-port.ts';

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
  /** Opens a second ranker for a user's recall, by meaning. Default: recall goes by words. */
  semantic?: ((user: string) => Promise<Semantic | null>) | undefined;
  /** US dollars of one request; null where no price is known. The offline model costs nothing. */
  price: (model: string, usage: Usage) => number | null;
}

/** The ids of the two models of a turn. */
export interface Models {
  chat: string;
  memory: string;
}
