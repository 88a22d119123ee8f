/** A part of the service that runs until it is stopped. */
export interface Role {
  readonly name: string;
  /** Ends what is in hand and stops. */
  stop(): Promise<void>;
  /** Resolves after `stop`; rejects when the role cannot go on, and then the process should end. */
  readonly finished: Promise<void>;
}

/** Where roles report what an operator may want to know. */
export interface RoleLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}
