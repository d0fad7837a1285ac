/** A failure of the store that a person can act on. */
export class StoreError extends Error {
  readonly code: string;
  constructor(code: string, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
