import { describe, expect, it } from 'vitest';
import { asked } from './asked.ts';
import { readStatement } from './statement.ts';

describe('a statement', () => {
  it.each([
    ['select :a, :b, :a', 'select $1, $2, $1', ['a', 'b']],
    ["select ':a', 'it''s :b', :c", "select ':a', 'it''s :b', $1", ['c']],
    ['select ":a", x::date, :d::numeric', 'select ":a", x::date, $1::numeric', ['d']],
    ['select 1 -- :a\n, :b /* :c */', 'select 1 -- :a\n, $1 /* :c */', ['b']],
    ['select $x$ :a $x$, $$ :b $$, :c', 'select $x$ :a $x$, $$ :b $$, $1', ['c']],
    ['select 1', 'select 1', []],
  ])('%s', (text, numbered, names) => {
    expect(readStatement(text)).toEqual({ text: numbered, names });
  });

  it('gets values as text, and nothing of them into its own', () => {
    const parameters = { name: "x'); drop table usage; --", n: 10.1, yes: true, none: null, list: [1, 2] };
    const statement = 'insert into t values (:name, :n, :yes, :none, :list, :deliveryKey)';
    const { numbered, values } = asked({ statement, parameters }, 'key-1');
    expect(numbered).toBe('insert into t values ($1, $2, $3, $4, $5, $6)');
    expect(values).toEqual(["x'); drop table usage; --", '10.1', 'true', null, '[1,2]', 'key-1']);
  });
});
