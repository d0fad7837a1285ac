import { z } from 'zod';
import type { Master } from '../master/master.ts';
import { cents, type Decision, parse, refuse } from '../rest/decision.ts';
import { amount, currency, day, instant, lineNumber, name, quantity } from '../rest/shape.ts';

const line = z.object({
  line: lineNumber,
  chargeCode: z.string('a charge code is required').trim().min(1, 'a charge code is required'),
  quantity,
  unitPrice: amount,
  amount,
  revenueCode: z.string().optional(),
  item: z.string().optional(),
  description: z.string().optional(),
});

const charge = z.object({
  chargeId: name,
  type: z.enum(['charge', 'credit']),
  serviceDate: day,
  encounterId: name,
  patient: z.object({ id: name }),
  currency,
  lines: z.array(line).min(1).max(1000),
  total: amount,
  usageId: name.optional(),
  postedAt: instant.optional(),
  reverses: name.optional(),
});

export type ChargeMessage = z.infer<typeof charge>;

/** A charge or credit on a patient's account. */
export interface Charge extends ChargeMessage {
  kind: 'charge';
  id: string;
}

export interface Accounts {
  /** By billing's own id and by charge id. */
  charges: Map<string, Charge>;
  count: number;
  /** Charges less credits, in cents. */
  balance: number;
}

export function noAccounts(): Accounts {
  return { charges: new Map(), count: 0, balance: 0 };
}

export function applyCharge(accounts: Accounts, effect: Charge): void {
  accounts.charges.set(effect.id, effect);
  accounts.charges.set(effect.chargeId, effect);
  accounts.count++;
  accounts.balance += effect.type === 'charge' ? cents(effect.total) : -cents(effect.total);
}

/** All lines or none: charge codes known, amounts right to the cent, a credit's charge there. */
export function decideCharge(accounts: Accounts, master: Master, body: unknown): Decision<Charge> {
  const parsed = parse(charge, body, 'charge');
  if (!parsed.ok) return parsed;
  const message = parsed.message;
  const known = accounts.charges.get(message.chargeId);
  if (known) return refuse(409, 'charge_exists', `Already posted as ${known.id}.`, 'chargeId');
  for (const [i, one] of message.lines.entries()) {
    if (!master.chargeCodes.has(one.chargeCode))
      return refuse(422, 'charge_code_unknown', 'Not in the charge master.', `lines[${i}].chargeCode`);
    if (cents(one.quantity * one.unitPrice) !== cents(one.amount))
      return refuse(422, 'amount_mismatch', 'Quantity times unit price is another amount.', `lines[${i}].amount`);
  }
  if (message.lines.reduce((sum, one) => sum + cents(one.amount), 0) !== cents(message.total))
    return refuse(422, 'total_mismatch', 'The lines add up to another total.', 'total');
  if (message.type === 'credit' && !accounts.charges.has(message.reverses ?? ''))
    return refuse(422, 'reversed_charge_unknown', 'A credit names the charge it takes back.', 'reverses');
  const id = `CHG-${String(accounts.count + 1).padStart(6, '0')}`;
  const { chargeId, total } = message;
  return {
    ok: true,
    reference: id,
    effect: { kind: 'charge', id, ...message },
    answer: { id, chargeId, status: 'posted', lines: message.lines.length, total },
  };
}
