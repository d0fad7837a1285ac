import { expect, it } from 'vitest';
import { toldError } from './log.ts';

const thrown = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

it('tells the kind, the code and the place of an error, and nothing that it quotes or carries', () => {
  const parsing = thrown(() => JSON.parse('{"patient": MRN-4711}'));
  expect(toldError(parsing)).toMatchObject({ type: 'SyntaxError', at: expect.arrayContaining([expect.any(String)]) });
  const driver = Object.assign(new Error('duplicate key value violates unique constraint "person_email"'), {
    name: 'PostgresError',
    code: '23505',
    detail: 'Key (email)=(MRN-4711) already exists.',
    parameters: ['MRN-4711'],
  });
  expect(toldError(driver)).toMatchObject({ type: 'PostgresError', code: '23505' });
  class DrizzleQueryError extends Error {}
  const wrapped = new DrizzleQueryError('Failed query: select $1\nparams: MRN-4711', { cause: driver });
  expect(toldError(wrapped)).toMatchObject({ cause: { code: '23505' } });
  for (const error of [parsing, driver, wrapped, 'MRN-4711', { text: 'MRN-4711' }]) {
    expect(JSON.stringify(toldError(error))).not.toContain('MRN-4711');
  }
  expect(
    toldError(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })),
  ).toMatchObject({
    code: 'ECONNREFUSED',
    message: 'connect ECONNREFUSED 127.0.0.1:5432',
  });
});
