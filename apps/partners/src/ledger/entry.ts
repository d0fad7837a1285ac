/**
 * accepted: it had an effect · repeated: the same request again, answered as before, no effect · refused: an answer that says no ·
 * misbehaved: the stand-in failed on purpose before looking at it.
 */
export type Outcome = 'accepted' | 'repeated' | 'refused' | 'misbehaved';

export const OUTCOMES = ['accepted', 'repeated', 'refused', 'misbehaved'] as const satisfies readonly Outcome[];

/** One request that would change something, in the order it came. */
export interface Entry<Effect = unknown> {
  /** From 1. */
  seq: number;
  /** ISO 8601 instant of the decision. */
  at: string;
  /** `POST /charges`, `DFT^P03`. */
  what: string;
  /** Idempotency-Key or MSH-10; null when the request had none. */
  key: string | null;
  /** Of the request's bytes, hex. */
  sha256: string;
  /** Of what counts as its content when a key comes again; the same as sha256 but for HL7, where MSH is left out. */
  content: string;
  outcome: Outcome;
  /** `201`, `AA`. */
  status: string;
  /** The partner's own id for what it recorded. */
  reference: string | null;
  effect: Effect | null;
  /** What was answered: given again when the same request comes again. */
  answer: string;
}
