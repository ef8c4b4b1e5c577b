import type { Config } from '../config.ts';
import type { Notice } from '../store/port.ts';

/** Says that the memories are not where `.env` says. */
export function tellWithheld(
  { storeWithheld: place }: Pick<Config, 'storeWithheld'>,
  onNotice: (notice: Notice) => void,
): void {
  if (place === null) return;
  onNotice({
    code: 'store',
    message: `Memories are kept in files: .env names ${place}, and what was said is not sent to where a folder says. Set MEMCHAT_STORE in the environment if you mean it.`,
  });
}
