const ADDRESS = /^(\d+\.){3}\d+$|^\[/;

/** Whether this browser can speak of passkeys in JSON, and this page has a name: a passkey belongs to one, not to an address. */
export function knowsPasskeys(): boolean {
  return (
    !ADDRESS.test(window.location.hostname) &&
    'PublicKeyCredential' in window &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function' &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function'
  );
}

/** Asks the device who its owner is. Throws DOMException when they say no. */
export async function askDevice(options: object): Promise<never> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
  return answerOf(await navigator.credentials.get({ publicKey }));
}

/** Has the device make a passkey. Throws DOMException when its owner says no. */
export async function makeOnDevice(options: object): Promise<never> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON);
  return answerOf(await navigator.credentials.create({ publicKey }));
}

/** The device's words for what went wrong are for programmers. */
export function wordsOf(error: Error): string {
  if (!(error instanceof DOMException)) return error.message;
  if (error.name === 'InvalidStateError') return 'This device has a passkey for you already.';
  return 'The device did not confirm that it is you. Try again, or sign in another way.';
}

function answerOf(credential: Credential | null): never {
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException('no passkey', 'NotAllowedError');
  return credential.toJSON() as never;
}
