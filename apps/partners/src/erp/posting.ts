import type { Master } from '../master/master.ts';
import { cents, type Decision, parse, refuse } from '../rest/decision.ts';
import type { Books } from './books.ts';
import { type Posting, posting } from './document.ts';
import { periodOf } from './period.ts';

/** Balanced to the cent, accounts and cost centres known and active, items known, the period open. */
export function decidePosting(books: Books, master: Master, body: unknown): Decision<Posting> {
  const parsed = parse(posting, body, 'posting');
  if (!parsed.ok) return parsed;
  const message = parsed.message;
  const known = books.postings.get(message.postingId);
  if (known) return refuse(409, 'posting_exists', `Already posted as ${known.id}.`, 'postingId');
  let balance = 0;
  for (const [i, line] of message.lines.entries()) {
    const at = (field: string) => `lines[${i}].${field}`;
    if ((line.debit === undefined) === (line.credit === undefined))
      return refuse(422, 'side_missing', 'A line has a debit or a credit.', at('debit'));
    const account = master.accounts.get(line.account);
    if (!account?.active) return refuse(422, 'account_unknown', 'No active account of that number.', at('account'));
    if (account.type === 'expense' && line.costCentre === undefined)
      return refuse(422, 'cost_centre_missing', 'An expense needs a cost centre.', at('costCentre'));
    if (line.costCentre !== undefined && !master.costCentres.has(line.costCentre))
      return refuse(422, 'cost_centre_unknown', 'No active cost centre of that number.', at('costCentre'));
    if (line.item !== undefined && !master.items.has(line.item))
      return refuse(422, 'item_unknown', 'Not in the item master.', at('item'));
    balance += cents(line.debit ?? 0) - cents(line.credit ?? 0);
  }
  if (balance !== 0) return refuse(422, 'posting_unbalanced', 'Debits and credits differ.', 'lines');
  const period = periodOf(message.postingDate);
  if (!books.periods.isOpen(period))
    return refuse(409, 'period_closed', `The accounting period ${period} is closed.`, 'postingDate');
  const id = `JE-${String(books.postings.size + 1).padStart(6, '0')}`;
  const { postingId } = message;
  const total = message.lines.reduce((sum, line) => sum + cents(line.debit ?? 0), 0) / 100;
  return {
    ok: true,
    reference: id,
    effect: { kind: 'posting', id, period, ...message },
    answer: { id, postingId, status: 'posted', period, total },
  };
}
