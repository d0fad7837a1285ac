import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from './index.ts';
import { contextOf } from './testing.ts';

const sandbox = createSandbox({
  loadTable: async () => '{"key":["code"],"effective":false,"rows":[{"code":"A","name":"Apple"}]}',
});
afterAll(() => sandbox.close());

const context = JSON.stringify(contextOf());
const entries = (...messages: unknown[]) => messages.map((message) => ({ message: JSON.stringify(message), context }));
const expression = (text: string) => ({ op: { op: 'expression' as const, text }, fields: [] });
const code = (source: string) => ({ op: { op: 'code' as const, source }, fields: [] });
const outcome = (results: { trace: string }[]) => results.map(({ trace }) => JSON.parse(trace)[0]);

describe('a step that belongs to no program', () => {
  it('is run over each message, with what tables and context say', async () => {
    const refs = [{ name: 'fruit', id: 'fruit@1' }];
    const text = '$table("fruit", code).name & " of " & $context.flow';
    const made = await sandbox.evaluate(expression(text), refs, entries({ code: 'A' }, { code: 'B' }));
    expect(outcome(made).map(({ out }) => out)).toEqual([`Apple of ${contextOf().flow}`, ` of ${contextOf().flow}`]);
  });

  it('tells its errors with position and line, one message’s apart from the other’s', async () => {
    const syntax = await sandbox.evaluate(expression('a.{'), [], entries({}));
    expect(outcome(syntax)[0].error).toMatchObject({ code: 'expression_syntax' });
    const thrown = await sandbox.evaluate(
      code('if (message.bad) {\n  throw new Error("no");\n}\nreturn 1'),
      [],
      entries({}, { bad: 1 }),
    );
    expect(outcome(thrown)).toMatchObject([{ out: 1 }, { error: { code: 'code_error', line: 2 } }]);
    const broken = await sandbox.evaluate(code('const a = 1;\nreturn a +;'), [], entries({}));
    expect(outcome(broken)[0].error).toMatchObject({ code: 'code_syntax', line: 2 });
  });

  it('keeps its console', async () => {
    const [result] = outcome(
      await sandbox.evaluate(code('console.log("at", message.n); return message'), [], entries({ n: 7 })),
    );
    expect(result.log).toEqual(['at 7']);
  });

  it('that loops or waits is ended, and the next one finds a realm again', async () => {
    const [looped] = outcome(await sandbox.evaluate(code('for (;;);'), [], entries({})));
    expect(looped.error).toMatchObject({ code: 'timeout', class: 'limit' });
    const [waited] = outcome(await sandbox.evaluate(code('await new Promise(() => {})'), [], entries({})));
    expect(waited.error).toMatchObject({ code: 'timeout' });
    expect(outcome(await sandbox.evaluate(expression('n + 1'), [], entries({ n: 1 })))[0].out).toBe(2);
  });

  it('leaves nothing behind for the next', async () => {
    await sandbox.evaluate(code('globalThis.left = 1; Array.prototype.left = 1; return 1'), [], entries({}));
    const [next] = outcome(await sandbox.evaluate(code('return [typeof left, typeof [].left]'), [], entries({})));
    expect(next.out).toEqual(['undefined', 'undefined']);
  });
});
