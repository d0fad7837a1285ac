/** Longer than the database itself lets a statement run: after that no answer will come. */
const ANSWER_MS = 40_000;

/**
 * The answer of a hot verb, or a failure that says the database was away. A connection that is lost in the middle can leave a query
 * without either, and whoever waits for it would wait for ever.
 */
export function inTime<T>(query: PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(Object.assign(new Error('The database did not answer.'), { code: 'ETIMEDOUT' })),
      ANSWER_MS,
    );
    query.then(resolve, reject);
    const done = () => clearTimeout(late);
    query.then(done, done);
  });
}
