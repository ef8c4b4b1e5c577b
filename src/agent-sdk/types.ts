// The parts of the SDK's types that matter here, written out: a program may have any version of it.

/** What a hook is told. Fields that an event does not have are left out. */
export interface HookInput {
  hook_event_name: string;
  session_id: string;
  transcript_path?: string | undefined;
  /** Of the prompt that all this came from. */
  prompt_id?: string | undefined;
  /** Only inside a subagent. */
  agent_id?: string | undefined;
  /** SessionStart: how it began. UserPromptSubmit: who wrote the prompt. */
  source?: string | undefined;
  /** UserPromptSubmit. */
  prompt?: string | undefined;
  /** Stop and StopFailure. */
  last_assistant_message?: string | undefined;
  /** StopFailure: of the model's answer. */
  error?: unknown;
}

/** What a hook answers: what is added to the context, or nothing. */
export interface HookOutput {
  hookSpecificOutput?:
    | { hookEventName: 'SessionStart'; additionalContext: string }
    | { hookEventName: 'UserPromptSubmit'; additionalContext: string };
}

export interface HookMatcher {
  hooks: ((input: HookInput) => Promise<HookOutput>)[];
  /** Seconds that the SDK waits for the hook. */
  timeout: number;
}
