import type { Ledger } from '../ledger.ts';
import type { Archive, Inputs, Journal, Store, Transcript } from '../port.ts';

/** All that a place keeps of users, but what is made anew from it. What one of two has not stays out. */
export interface Kept {
  store: Store & Archive;
  transcript: Transcript;
  journal?: Journal;
  inputs?: Inputs;
  ledger?: Ledger;
}
