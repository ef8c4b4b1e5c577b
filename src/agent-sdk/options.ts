import { resolve } from 'node:path';
import { AgentMemory } from '../chat/agent-memory.ts';
import type { Receipt } from '../chat/events.ts';
import { type AskMemoryModel, FunctionModel } from '../chat/function-model.ts';
import { composePorts, type Overrides } from '../compose.ts';
import { type Config, readConfig } from '../config.ts';
import type { Clock, NewId } from '../memory/clock.ts';
import type { WritePolicy } from '../memory/policy.ts';
import type { Model } from '../model/port.ts';

/** What is left out is as on the command line: from the environment, `.env` and the saved settings. */
export interface MemoryHooksOptions {
  /** Whose memory it is: 1 to 256 characters, no control characters. */
  user: string;
  /** The folder of the memories. */
  sessions?: string;
  /**
   * Keeps the memories on PostgreSQL: `postgres://user@host:5432/database`. The package `pg` has to be
   * installed beside memchat. The word `files` keeps them in the folder, whatever MEMCHAT_STORE says.
   */
  store?: string;
  /** What may be written. `ask`: nothing without the user's yes. Default `auto`. */
  policy?: WritePolicy;
  /**
   * Whether a prompt that nothing tells the author of is the user's own words. Set it where a session
   * is not persisted and nothing but the program begins a run. Default false: such a prompt is
   * somebody else's text, from which nothing is learned without the user's yes.
   */
  trustPrompts?: boolean;
  /** Characters of the context that the memory takes at the start of a session. Default 3,000. */
  memoryBudget?: number;
  /** Whether past exchanges are kept, to be recalled. Default true. */
  transcript?: boolean;
  /** Reads what was said: a function of yours, whatever model it asks. */
  extract?: AskMemoryModel;
  /** Reads what was said, in place of one that is built from the options below. */
  model?: Model;
  /** The id of the memory model. Default `claude-haiku-5-5`. */
  memoryModel?: string;
  /** For the memory model alone; sent to `baseUrl`, by default to Anthropic. */
  apiKey?: string;
  /** The address of the memory model, without `/v1`. */
  baseUrl?: string;
  /** The built-in model, which asks nobody: for tests. */
  offline?: boolean;
  /** Is told what went wrong, once each: the run goes on. Default: a warning of the process. */
  onWarning?: (error: Error) => void;
  /** Is told what each pass of the memory did. */
  onReceipt?: (receipt: Receipt) => void;
  /** Default: the time of the machine. */
  clock?: Clock;
  /** Default: random ids. */
  newId?: NewId;
}

/** The memory beside an agent, and what closes the connections to a server. */
export interface OpenedMemory {
  memory: AgentMemory;
  /** What is asked of the memory afterwards opens them again. */
  end(): Promise<void>;
}

/** @throws MemchatError as `readConfig`. */
export async function openMemory(
  options: MemoryHooksOptions,
  onWarning: (error: Error) => void,
): Promise<OpenedMemory> {
  const config = await configOf(options);
  const { clock, newId, onReceipt } = options;
  const overrides: Overrides = {
    ...modelOf(options),
    ...(clock !== undefined && { clock }),
    ...(newId !== undefined && { newId }),
  };
  const {
    end,
    revision: _,
    ...ports
  } = await composePorts(config, ({ message }) => onWarning(new Error(message)), overrides);
  const { user, models, memory: policy, retainDays, memoryBudget } = config;
  const memory = new AgentMemory(ports, {
    ...{ user, models, policy, retainDays, memoryBudget },
    onWarning,
  });
  memory.onReceipt((receipt) => {
    if (receipt.problem !== null && !receipt.told) onWarning(receipt.problem);
    onReceipt?.(receipt);
  });
  return { memory, end };
}

function modelOf({ extract, model }: MemoryHooksOptions): Pick<Overrides, 'model'> {
  if (extract !== undefined) return { model: new FunctionModel(extract) };
  return model === undefined ? {} : { model };
}

async function configOf(options: MemoryHooksOptions): Promise<Config> {
  const { user, sessions, store, policy, memoryBudget, transcript, memoryModel, apiKey } = options;
  const { baseUrl, offline } = options;
  const config = await readConfig({
    ...{ user, sessions, store, memory: policy, transcript, memoryModel, baseUrl, offline },
    memoryBudget: memoryBudget === undefined ? undefined : String(memoryBudget),
  });
  if (apiKey === undefined) return config;
  const credential = { apiKey, apiKeyCommand: null, authToken: null, profile: null };
  const endpoint = { kind: 'api', credentialFrom: 'apiKey', ...credential } as const;
  return { ...config, endpoint: { ...endpoint, baseUrl: baseUrl ?? null } };
}

/** The folder of the memories: the given one, else as on the command line. */
export async function sessionsFolder(sessions: string | undefined): Promise<string> {
  return sessions === undefined ? (await readConfig({})).sessions : resolve(sessions);
}
