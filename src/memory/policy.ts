/**
 * What may be written to a memory. `auto`: what passes the rules; `ask`: nothing without the user's
 * yes; `read-only`: nothing; `off`: nothing, and nothing is read either.
 */
export type WritePolicy = 'auto' | 'ask' | 'read-only' | 'off';

export const WRITE_POLICIES = ['auto', 'ask', 'read-only', 'off'] as const;
