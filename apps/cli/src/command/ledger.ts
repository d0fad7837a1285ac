import { type Terminal, table } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

export interface LedgerOptions {
  environment: string;
  flow?: string;
  json: boolean;
}

/** Prints the conservation line of every destination. Answers whether it adds up everywhere. */
export async function ledger(
  { environment, flow, json }: LedgerOptions,
  server: ServerOptions,
  terminal: Terminal,
): Promise<boolean> {
  const query = { environment, ...(flow === undefined ? {} : { flow }) };
  const answer = await answerTo(clientOf(server).ledger.$get({ query }));
  const { destinations } = answer;
  const away = destinations.filter(
    (line) => line.accepted !== line.delivered + line.quarantined + line.filtered + line.inFlight,
  );
  if (json) terminal.out(JSON.stringify(answer));
  else {
    const headings = ['flow', 'destination', 'accepted', 'delivered', 'quarantined', 'filtered', 'in flight'];
    const rows = destinations.map((line) => [
      line.flow,
      line.destination,
      line.accepted,
      line.delivered,
      line.quarantined,
      line.filtered,
      line.inFlight,
    ]);
    terminal.out(
      destinations.length === 0 ? `Nothing has been accepted in ${environment} yet.` : table(headings, rows),
    );
    for (const line of away) terminal.out(`DOES NOT ADD UP: ${line.flow} ${line.destination}`);
  }
  return away.length === 0;
}
