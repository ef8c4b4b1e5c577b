import type { Clock, NewId } from '../memory/clock.ts';
import type { Model, Usage } from '../model/port.ts';
import type { Journal, Store, Transcript } from '../store/port.ts';
import type { Semantic } from './semantic-port.ts';

/** What a conversation stands on. */
export interface Ports {
  store: Store;
  journal: Journal;
  transcript: Transcript;
  model: Model;
  clock: Clock;
  newId: NewId;
  /** A second ranker for recall, by meaning. Default: recall goes by words. */
  semantic?: Semantic | null;
  /** US dollars of one request; null where no price is known. The offline model costs nothing. */
  price: (model: string, usage: Usage) => number | null;
}

/** The ids of the two models of a turn. */
export interface Models {
  chat: string;
  memory: string;
}
