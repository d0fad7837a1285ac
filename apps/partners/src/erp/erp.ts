import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { Ledger } from '../ledger/ledger.ts';
import type { Master } from '../master/master.ts';
import { misbehaveFirst } from '../misbehave/http.ts';
import { Misbehaviour } from '../misbehave/misbehaviour.ts';
import { controlRoutes } from '../rest/control.ts';
import { type Listening, listen } from '../rest/listen.ts';
import { problem, problemResponse } from '../rest/problem.ts';
import { writeDoor } from '../rest/write.ts';
import { applyEffect, openBooks } from './books.ts';
import type { ErpEffect } from './document.ts';
import { decideGoodsReceipt } from './goods-receipt.ts';
import { decideInvoice } from './invoice.ts';
import { PERIOD } from './period.ts';
import { decidePosting } from './posting.ts';
import { OVER_DELIVERY, PRICE_TOLERANCE } from './purchase-order.ts';
import { rateLimit } from './rate.ts';
import { type Client, Tokens } from './token.ts';

export interface ErpOptions {
  client: Client;
  /** Life of an access token, seconds. */
  tokenLifeS: number;
  /** Requests a second before 429. */
  ratePerS: number;
}

/** The ERP stand-in: OAuth2, a rate limit, journal entries, receipts, invoices, and master data to look up. */
export async function startErp(port: number, master: Master, options: ErpOptions, folder?: string): Promise<Listening> {
  let books = openBooks();
  const ledger = await Ledger.open<ErpEffect>('erp', folder, (effect) => applyEffect(books, effect));
  const misbehaviour = new Misbehaviour();
  const tokens = new Tokens(options.client, options.tokenLifeS);
  const describe = () => ({
    tokensIssued: tokens.issued,
    postings: books.postings.size,
    goodsReceipts: books.receipts.size,
    invoices: books.invoices.size,
    balances: Object.fromEntries([...books.balances].map(([account, balance]) => [account, balance / 100])),
  });
  const reset = () => {
    books = openBooks();
  };
  const notFound = (code: string) => problemResponse(problem(404, code, 'Nothing under that number.'));

  const business = new Hono()
    .use(rateLimit(options.ratePerS), tokens.required)
    .post(
      '/postings',
      writeDoor<ErpEffect>(ledger, (message) => decidePosting(books, master, message)),
    )
    .post(
      '/goods-receipts',
      writeDoor<ErpEffect>(ledger, (message) => decideGoodsReceipt(books, message)),
    )
    .post(
      '/invoices',
      writeDoor<ErpEffect>(ledger, (message) => decideInvoice(books, message)),
    )
    .get('/postings/:id', (c) => {
      const found = books.postings.get(c.req.param('id'));
      return found ? c.json(found) : notFound('posting_unknown');
    })
    .get('/purchase-orders/:po', (c) => {
      const order = books.orders.get(c.req.param('po'));
      const tolerance = { price: PRICE_TOLERANCE, overDelivery: OVER_DELIVERY };
      return order ? c.json({ ...order, tolerance }) : notFound('purchase_order_unknown');
    })
    .get('/items/:item', (c) => {
      const item = master.items.get(c.req.param('item'));
      return item ? c.json(item) : notFound('item_unknown');
    });

  const app = new Hono<{ Bindings: HttpBindings }>()
    .use(misbehaveFirst(misbehaviour, ledger))
    .post('/oauth/token', tokens.issue)
    .route('/', controlRoutes({ ledger, misbehaviour, describe, reset }))
    .post('/_expire-tokens', (c) => {
      tokens.expireAll();
      return c.json({ expired: true });
    })
    .post('/_periods/:period', async (c) => {
      const period = c.req.param('period');
      const body = z.strictObject({ open: z.boolean() }).safeParse(await c.req.json().catch(() => undefined));
      if (!PERIOD.test(period) || !body.success)
        return problemResponse(problem(400, 'request_invalid', 'Send {"open": true|false} to /_periods/yyyy-mm.'));
      books.periods.put(period, body.data.open);
      return c.json({ period, open: books.periods.isOpen(period) });
    })
    .route('/', business);

  const listening = await listen(app, port);
  return { ...listening, close: () => listening.close().then(() => ledger.close()) };
}
