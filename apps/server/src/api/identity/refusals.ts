import { Refusal } from '../refusal.ts';

/** Said only to somebody who knows the password. */
export function factorNeeded(): Refusal {
  return new Refusal(401, 'second_factor_needed', 'Now the code of your authenticator app.');
}

/** Said only to somebody who knows the password. */
export function reasonNeeded(): Refusal {
  return new Refusal(
    401,
    'reason_needed',
    'This account is for emergencies. Say in a sentence why you need it; every administrator is told at once.',
  );
}

export function notSignedIn(): Refusal {
  return new Refusal(401, 'sign_in_refused', 'The email or the password is wrong, or this account is closed.');
}

export function passkeyRefused(): Refusal {
  return new Refusal(401, 'passkey_refused', 'This passkey is not known here, or its account is closed.');
}

export function tokenRefused(): Refusal {
  return new Refusal(401, 'token_refused', 'This API token is unknown, ended or revoked, or not sent as Bearer.', {
    headers: { 'www-authenticate': 'Bearer' },
  });
}

export function tooMany(seconds: number): Refusal {
  const headers = { 'retry-after': String(seconds) };
  return new Refusal(429, 'sign_in_throttled', `Too many sign-ins; try again in ${seconds} seconds.`, { headers });
}
