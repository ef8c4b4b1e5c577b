/** The turn of what the user said by a command: it is no turn of a conversation. */
export const TOLD_TURN = 't-told';

/** The turn of what was imported. Migrations of the tutorial's format use the same. */
export const IMPORTED_TURN = 't-imported';

/** The turn of what the model of another program asked for: memchat has not seen that conversation. */
export const HOST_TURN = 't-host';
