import type { Answer, Office } from '../office.ts';

/** What the acts happen to; `ids` are of what earlier ones made. */
export interface Scene {
  office: Office;
  /** Live in dev; its door asks for a key. */
  flow: string;
  run: string;
  quarantined: string;
  /** A second administrator, an operator, and somebody whom things are done to. */
  second: string;
  operator: string;
  subject: { id: string; email: string };
  ids: Record<string, string>;
}

export type Request = [method: string, path: string, json?: unknown];

export interface Act {
  act: string;
  ask: (scene: Scene) => Request | Promise<Request>;
  /** Whose cookie; left out: the administrator's. */
  as?: (scene: Scene) => string | undefined;
  /** What later acts need of its answer. */
  keep?: (scene: Scene, answer: Answer) => void | Promise<void>;
  /** Where the act is that somebody was refused. */
  status?: number;
  reason?: string;
  /** The states whose hashes its entry has to have. */
  states?: ('before' | 'after')[];
}

export const REASON = 'because the ward asked for it';
export const keep = (name: string, member = 'id') => {
  return ({ ids }: Scene, { body }: Answer) => {
    ids[name] = String(body[member]);
  };
};
export const both: NonNullable<Act['states']> = ['before', 'after'];
export const after: NonNullable<Act['states']> = ['after'];
export const second: NonNullable<Act['as']> = (scene) => scene.second;
export const operator: NonNullable<Act['as']> = (scene) => scene.operator;
export const nobody: NonNullable<Act['as']> = () => undefined;
