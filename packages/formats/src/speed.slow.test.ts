import { expect, it } from 'vitest';
import { buildHl7Bytes } from './hl7/build.ts';
import { parseHl7 } from './hl7/parse.ts';
import { parseJson } from './json/parse.ts';
import { stringifyJson } from './json/stringify.ts';

/** CPU time of one call in µs: the best of several rounds, so that neighbours on the machine do not count. */
function cost(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 15; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < 4000; i++) run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 4000);
  }
  return best;
}

const utf8 = new TextEncoder();

const supply = utf8.encode(
  '{"messageType":"supply-usage","eventId":"9c1f2a7e-55b0-4d0e-9f11-3e2b7a9c0d1e","occurredAt":"2026-03-14T09:26:53Z","facility":"ST-ANNE-01",' +
    '"encounter":"ENC-2026-004711","patient":{"mrn":"00123456","account":"ACC-778812"},"procedure":{"code":"27447","name":"Total knee arthroplasty",' +
    '"room":"OR-4"},"lines":[{"line":1,"item":"IMP-44120","gtin":"00812345678905","lot":"L-88121","serial":"SN000912","quantity":1,"uom":"EA",' +
    '"unitCost":1840.5},{"line":2,"item":"SUT-00310","gtin":"00812345671111","lot":"L-11200","quantity":6,"uom":"EA","unitCost":3.25},' +
    '{"line":3,"item":"DRP-01010","lot":"L-40001","quantity":2,"uom":"BX","unitCost":41.1}],"currency":"USD","total":1942.2}',
);

const charge = utf8.encode(
  [
    'MSH|^~\\&|ORNURSE|STANNE^1.3.6.1.4.1.44750^ISO|BILLING|STANNE|20260314092653+0100||DFT^P03^DFT_P03|MSG00004711|P|2.5.1|||AL|NE|||UNICODE UTF-8',
    'EVN|P03|20260314092653|||C08^WOOLF^KATHLEEN^M^^DR',
    'PID|1||00123456^^^STANNE&1.3.6.1.4.1.44750&ISO^MR~999887777^^^USSSA^SS||DOE^JANE^Q^^MRS||19580211|F|||12 MAIN ST^^SPRINGFIELD^IL^62701^USA||(217)555-0101|||M||ACC-778812^^^STANNE',
    'PV1|1|I|OR^4^1^STANNE||||5678^STONE^ADA^^^DR|||SUR||||1|||5678^STONE^ADA^^^DR|IP|ENC-2026-004711^^^STANNE|||||||||||||||||||||||||20260313071500',
    'FT1|1|778812-1||20260314092653|20260314092653|CG|IMP-44120^Stem, femoral cementless 12/14^CDM|||1|1840.50|1840.50|OR4^^^STANNE||||||I|M17.11^Osteoarthritis, right knee^I10|5678^STONE^ADA^^^DR|||27447^Total knee arthroplasty^C4',
    'FT1|2|778812-2||20260314092653|20260314092653|CG|SUT-00310^Suture 2-0 absorbable^CDM|||6|3.25|19.50|OR4^^^STANNE',
    '',
  ].join('\r'),
);

it('reads and writes at the pace of the native JSON functions', () => {
  const value = parseJson(supply);
  const message = parseHl7(charge);
  const asJson = JSON.stringify(message);
  const text = new TextDecoder().decode(supply);
  const json = {
    native: cost(() => JSON.parse(text)),
    parse: cost(() => parseJson(supply)),
    write: cost(() => stringifyJson(value)),
  };
  const hl7 = {
    native: cost(() => JSON.parse(asJson)),
    parse: cost(() => parseHl7(charge)),
    write: cost(() => buildHl7Bytes(message)),
  };
  const shown = (times: Record<string, number>) =>
    Object.entries(times)
      .map(([name, us]) => `${name} ${us.toFixed(1)} µs`)
      .join(', ');
  console.log(`JSON of ${supply.length} bytes: ${shown(json)} (native: JSON.parse of its text)`);
  console.log(`HL7 of ${charge.length} bytes: ${shown(hl7)} (native: JSON.parse of its tree)`);
  expect(json.parse).toBeLessThan(4 * json.native + 2);
  expect(hl7.parse).toBeLessThan(2 * hl7.native);
}, 30_000);
