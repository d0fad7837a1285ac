import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { Ledger } from '../ledger/ledger.ts';
import type { Master } from '../master/master.ts';
import { Misbehaviour, type Order } from '../misbehave/misbehaviour.ts';
import { controlRoutes } from '../rest/control.ts';
import { type Listening, listen } from '../rest/listen.ts';
import { problem, problemResponse } from '../rest/problem.ts';
import { listenMllp, type Reply } from './mllp.ts';
import { negative, type Received, read, receive } from './receive.ts';
import { refusal } from './refusal.ts';
import { applyStock, type StockEffect, shelfFor, stockUp } from './stock.ts';

export interface Inventory extends Listening {
  mllpPort: number;
}

/** The inventory stand-in: HL7 v2 over MLLP for movements and requisitions, HTTP beside it for looking in. */
export async function startInventory(
  port: number,
  httpPort: number,
  master: Master,
  folder?: string,
): Promise<Inventory> {
  let stock = stockUp(master);
  const ledger = await Ledger.open<StockEffect>('inventory', folder, (effect) => applyStock(stock, effect));
  const misbehaviour = new Misbehaviour();

  const handle = async (frame: Uint8Array): Promise<Reply> => {
    const received = read(frame);
    const order = misbehaviour.next('/');
    if (order && order.mode !== 'delay' && order.mode !== 'drop-answer') return refuseTo(received, order);
    const say = receive(ledger, stock, master, received);
    await ledger.settled();
    if (order?.mode === 'drop-answer') return order.cut ? { cut: true } : { silence: true };
    if (say === '') return { cut: true };
    return order ? { say, afterMs: order.delayMs } : { say };
  };

  const refuseTo = (received: Received, { mode, status, cut }: Order): Reply => {
    const code = status === 'AR' ? 'AR' : 'AE';
    const speaks = mode === 'error' || mode === 'rate-limit';
    const answer = speaks ? negative(ledger, received, refusal(code, '207', 'MSH', 'Told to fail.')) : '';
    const outcome = 'misbehaved' as const;
    ledger.record({
      ...received.request,
      outcome,
      status: speaks ? code : mode,
      reference: null,
      effect: null,
      answer,
    });
    if (answer !== '') return { say: answer };
    return mode === 'reset' || speaks || cut ? { cut: true } : { silence: true };
  };

  const describe = () => ({
    documents: stock.documents,
    reorders: stock.reorders.size,
    belowZero: [...stock.shelves.values()].filter((shelf) => shelf.onHand < 0).length,
  });
  const reset = () => {
    stock = stockUp(master);
  };
  const app = new Hono<{ Bindings: HttpBindings }>()
    .get('/stock/:item/:location', (c) => {
      const shelf = shelfFor(stock, master, c.req.param('item'), c.req.param('location'));
      return shelf ? c.json(shelf) : problemResponse(problem(404, 'shelf_unknown', 'No such item at that location.'));
    })
    .get('/stock', (c) => c.json([...stock.shelves.values()]))
    .get('/reorders', (c) => c.json([...stock.reorders.values()]))
    .route('/', controlRoutes({ ledger, misbehaviour, describe, reset }));

  const mllp = await listenMllp(port, handle);
  const listening = await listen(app, httpPort);
  const close = async () => {
    await Promise.all([mllp.close(), listening.close()]);
    await ledger.close();
  };
  return { ...listening, mllpPort: mllp.port, close };
}
