import type { Position } from '@throughline/flow';
import type { Store } from '../client.ts';
import { announce } from '../event/announce.ts';
import type { Principal } from '../identity/principal.ts';
import type { Tx } from '../tx.ts';

/** A person who looks at a draft, as the others see them. */
export interface Present {
  session: string;
  name: string;
  colour: string;
  /** Ids of nodes, frames and notes. */
  selection: string[];
  /** Where they point on the canvas. */
  cursor: Position | null;
}

/** Mantine's palette, far apart first. */
const COLOURS = ['blue', 'orange', 'grape', 'teal', 'pink', 'lime', 'cyan', 'red', 'indigo', 'yellow'] as const;

type Reader = Pick<Store, 'sql'>;

/** A page that says nothing for so long is gone. */
const GONE_S = 30;
/** Time for a page to come back whose stream was cut. */
const BACK_S = 6;

/** Shows what a person has selected and where they point; their colour is one that nobody else has, and stays. Answers false for another's session. */
export async function showPresence(
  tx: Tx,
  at: { flow: string; session: string; selection: readonly string[]; cursor: Position | null },
  by: Pick<Principal, 'actor' | 'name'>,
): Promise<boolean> {
  const { flow, session } = at;
  // Two who come at once would choose the same colour.
  await tx.sql`select pg_advisory_xact_lock(hashtext(${`throughline.presence ${flow}`}))`;
  await tx.sql`
    delete from draft_presence where flow_id = ${flow} and seen_at < now() - make_interval(secs => ${GONE_S})`;
  const shown = await tx.sql`
    insert into draft_presence (flow_id, session, actor, name, colour, selection, cursor_x, cursor_y)
    select ${flow}, ${session}, ${by.actor}, ${by.name}, coalesce((
      select min(c) from generate_series(0, ${COLOURS.length - 1}) c
      where c not in (select colour from draft_presence where flow_id = ${flow})), 0),
      ${JSON.stringify(at.selection)}::text::jsonb, ${at.cursor?.x ?? null}, ${at.cursor?.y ?? null}
    on conflict (flow_id, session) do update
      set selection = excluded.selection, cursor_x = excluded.cursor_x, cursor_y = excluded.cursor_y, seen_at = now()
      where draft_presence.actor = excluded.actor
    returning 1`;
  if (shown.length === 0) return false;
  await announce(tx, 'presence', flow);
  return true;
}

/** Says that a page is still there. Answers false when nobody knows it. */
export async function renewPresence({ sql }: Reader, flow: string, session: string): Promise<boolean> {
  const renewed = await sql`
    update draft_presence set seen_at = now() where flow_id = ${flow} and session = ${session} returning 1`;
  return renewed.length > 0;
}

/** A page's stream ended: unless another one begins within a few seconds, it is gone. */
export async function leavePresence({ sql }: Reader, flow: string, session: string): Promise<void> {
  await sql`
    update draft_presence set seen_at = now() - make_interval(secs => ${GONE_S - BACK_S})
    where flow_id = ${flow} and session = ${session}`;
}

/** Everybody who is there, first come first. */
export async function listPresent({ sql }: Reader, flow: string): Promise<Present[]> {
  const rows = await sql<PresentRow[]>`
    select session, name, colour, selection, cursor_x, cursor_y from draft_presence
    where flow_id = ${flow} and seen_at >= now() - make_interval(secs => ${GONE_S}) order by since, session`;
  return rows.map(({ session, name, colour, selection, cursor_x: x, cursor_y: y }) => {
    return { session, name, colour: COLOURS[colour % COLOURS.length]!, selection, cursor: at(x, y) };
  });
}

interface PresentRow {
  session: string;
  name: string;
  colour: number;
  selection: string[];
  cursor_x: number | null;
  cursor_y: number | null;
}

function at(x: number | null, y: number | null): Position | null {
  return x === null || y === null ? null : { x, y };
}
