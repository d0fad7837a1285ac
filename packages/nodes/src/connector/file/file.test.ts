import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepSwapping } from '../../../../../test/support/swap.ts';
import { deliveryOf, errorOf, RECEIPT_MESSAGE, reachOf } from '../../trial/delivery.ts';
import { type Behaviour, type Destination, putThroughCases } from '../cases.ts';
import { connectorFile } from './run.ts';

let place: string;
let root: string;
const CANARY = 'untouched';
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'throughline-file-'));
  root = join(place, 'out');
  await mkdir(root);
  await writeFile(join(place, 'canary.json'), CANARY);
});
afterEach(async () => {
  expect(await readFile(join(place, 'canary.json'), 'utf8')).toBe(CANARY);
  await rm(place, { recursive: true });
});

const send = (settings: Record<string, unknown>, message = RECEIPT_MESSAGE, key = 'd41f2c9be0') =>
  connectorFile(deliveryOf(settings, { message, key, reach: reachOf({ fileRoot: root }) }));

const written: string[] = [];

async function destination(behaviour: Behaviour): Promise<Destination> {
  if (behaviour === 'refuses') await writeFile(join(root, 'taken.json'), 'another file');
  written.length = 0;
  return {
    settings: behaviour === 'refuses' ? { name: 'taken.json' } : {},
    fileRoot: behaviour === 'is down' ? join(place, 'not mounted') : root,
    keys: () => written,
    close: async () => {},
  };
}

const NO_ANSWER = 'a file system answers at once and with nothing';
putThroughCases({
  type: 'connector.file',
  run: async (delivery) => {
    const receipt = await connectorFile(delivery);
    written.push(String(receipt.reference));
    return receipt;
  },
  destination,
  aimAt: null,
  skip: {
    'a lost answer is class unknown-outcome': 'the next attempt sees for itself whether the file is there',
    'a busy destination is class rate-limited, with its delay': NO_ANSWER,
    'an endless answer ends at a limit': NO_ANSWER,
    'a stopped delivery ends at once': 'a write is not stopped half-way',
  },
});

describe('a file', () => {
  it('is the message, under a name from its key', async () => {
    const receipt = await send({ folder: 'erp/receipts' });
    const text = await readFile(join(root, 'erp/receipts/d41f2c9be0.json'), 'utf8');
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(text).toBe(RECEIPT_MESSAGE);
    expect(receipt).toEqual({
      status: 'written',
      reference: 'erp/receipts/d41f2c9be0.json',
      answer: JSON.stringify({ file: 'erp/receipts/d41f2c9be0.json', bytes: text.length, sha256 }),
    });
  });

  it('is the bare string of a string message', async () => {
    await send({ name: 'orders.x12' }, JSON.stringify('ISA*00*é~'));
    expect(await readFile(join(root, 'orders.x12'), 'utf8')).toBe('ISA*00*é~');
  });

  it('is written once, whatever the number of attempts, even at the same time', async () => {
    const receipts = await Promise.all(Array.from({ length: 20 }, () => send({ name: 'one.json' })));
    expect(receipts.filter((receipt) => receipt.status === 'written')).toHaveLength(1);
    expect(await readdir(root)).toEqual(['one.json']);
  });

  it('is never overwritten', async () => {
    await send({ name: 'one.json' });
    const error = await errorOf(send({ name: 'one.json' }, '{"other":true}'));
    expect(error).toMatchObject({ code: 'file_exists', class: 'rejected' });
    expect(await readFile(join(root, 'one.json'), 'utf8')).toBe(RECEIPT_MESSAGE);
    expect(await readdir(root)).toEqual(['one.json']);
  });
});

describe('P01 and P05: names that lead elsewhere', () => {
  const HOSTILE = [
    '../canary.json',
    '..',
    '.',
    '/etc/passwd',
    '..\\canary.json',
    'C:\\x',
    'a\u0000.json',
    '%2e%2e%2fcanary.json',
    '%2e',
    '․․/canary.json',
    '．．／canary.json',
    '‥',
    'x'.repeat(300),
    'CON',
    'nul.txt',
    'com1.json',
    'a\nb',
    'a\r\nSet: 1',
    '.hidden',
    'trailing.',
    'trailing ',
    'a:b',
    'a\u202eb',
  ];

  it.each(HOSTILE)('refuses %j', async (name) => {
    expect(await errorOf(send({ name }))).toMatchObject({ code: 'path_rejected', class: 'rejected', path: 'name' });
    expect((await errorOf(send({ folder: name.includes('/') ? name : `a/${name}` }))).code).toBe('path_rejected');
    expect((await errorOf(send({ extension: `json/../${name}` }))).code).toBe('path_rejected');
    expect(await readdir(root)).toEqual([]);
  });

  it.each([
    ["O'Brien/Mary\r\n", 'O_Brien_Mary__'],
    ['../../etc/passwd', '__.._etc_passwd'],
    ['Müller, Änne.json', 'Müller, Änne.json'],
  ])('cleans %j when the flow says so', async (name, clean) => {
    const receipt = await send({ name, badName: 'clean' });
    expect(receipt.reference).toBe(clean.replaceAll('..', '_'));
    expect(await readdir(root)).toEqual([receipt.reference]);
  });

  it('P02: stays in its folder while the folder changes places with a link', async () => {
    const away = join(place, 'away');
    const own = join(root, 'in');
    await mkdir(away);
    await mkdir(own);
    const swapping = await keepSwapping(own, away);
    const ended: boolean[] = [];
    for (let i = 0; i < 200; i++) {
      ended.push(
        await send({ folder: 'in', name: `${i}.json` }).then(
          () => true,
          () => false,
        ),
      );
    }
    expect(await swapping.stop()).toBeGreaterThan(100);
    expect(await readdir(away)).toEqual([]);
    const written = ended.filter((one) => one).length;
    expect(written).toBeGreaterThan(0);
    const found = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.json'));
    expect(found).toHaveLength(written);
  });

  it('follows no link, neither as a folder nor as a file', async () => {
    await symlink(place, join(root, 'away'));
    await symlink(join(place, 'canary.json'), join(root, 'file.json'));
    expect((await errorOf(send({ folder: 'away', name: 'canary.json' }))).code).toBe('path_rejected');
    expect((await errorOf(send({ name: 'file.json' }))).code).toBe('path_rejected');
  });
});
