import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { Ledger } from '../ledger/ledger.ts';
import type { Master } from '../master/master.ts';
import { misbehaveFirst } from '../misbehave/http.ts';
import { Misbehaviour } from '../misbehave/misbehaviour.ts';
import { controlRoutes } from '../rest/control.ts';
import { type Listening, listen } from '../rest/listen.ts';
import { problem, problemResponse } from '../rest/problem.ts';
import { writeDoor } from '../rest/write.ts';
import { applyCharge, type Charge, decideCharge, noAccounts } from './charge.ts';

/** The billing stand-in: `POST /charges` with an Idempotency-Key, `GET /charges/{id}`. */
export async function startBilling(port: number, master: Master, folder?: string): Promise<Listening> {
  let accounts = noAccounts();
  const ledger = await Ledger.open<Charge>('billing', folder, (effect) => applyCharge(accounts, effect));
  const misbehaviour = new Misbehaviour();
  const describe = () => ({ charges: accounts.count, balance: accounts.balance / 100 });
  const reset = () => {
    accounts = noAccounts();
  };

  const app = new Hono<{ Bindings: HttpBindings }>()
    .use(misbehaveFirst(misbehaviour, ledger))
    .post(
      '/charges',
      writeDoor(ledger, (message) => decideCharge(accounts, master, message)),
    )
    .get('/charges/:id', (c) => {
      const found = accounts.charges.get(c.req.param('id'));
      return found ? c.json(found) : problemResponse(problem(404, 'charge_unknown', 'No charge of that id.'));
    })
    .route('/', controlRoutes({ ledger, misbehaviour, describe, reset }));

  const listening = await listen(app, port);
  return { ...listening, close: () => listening.close().then(() => ledger.close()) };
}
