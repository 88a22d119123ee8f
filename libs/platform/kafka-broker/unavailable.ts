/** Why something cannot be had on this machine. */
export interface Unavailable {
  readonly unavailable: string;
}
