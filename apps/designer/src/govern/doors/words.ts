import type { Door, Key, Quota, Rate, Ways } from './queries.ts';

export const kindWords: Record<Key['kind'], string> = {
  'api-key': 'API key',
  signature: 'Signing key',
  token: 'Access token',
  certificate: 'Certificate',
  catalogue: 'Catalogue key',
};

/** Where partners send to. */
export function placeOf({ http, types }: Pick<Door, 'http' | 'types'>, environment: string): string {
  if (http !== null) return `${http.method} /in/${environment}/${http.path}`;
  return types.length === 0 ? 'MLLP, every message type' : `MLLP ${types.join(', ')}`;
}

export function waysText(door: Pick<Door, 'authentication' | 'settings'>): string {
  if (door.authentication === 'none') return 'Anybody';
  if (door.authentication === 'api-key') return 'Who has the shared key';
  if (door.authentication === 'hmac') return 'Who signs with the shared secret';
  if (door.authentication === 'addresses') {
    const count = door.settings?.ranges.length ?? 0;
    return count === 0 ? 'Any address' : `${count} ${count === 1 ? 'range' : 'ranges'} of addresses`;
  }
  return waysList(door.settings?.ways) || 'Nobody yet';
}

export function waysList(ways: Ways | undefined): string {
  const named = [
    ways?.apiKey && 'API key',
    ways?.signature && 'signature',
    ways?.token && 'access token',
    ways?.certificate && 'certificate',
  ].filter(Boolean);
  const text = named.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function limitText(rate: Rate, quota: Quota): string {
  const parts = [
    rate === null ? null : `${number(rate.calls)} in ${spanText(rate.seconds)}`,
    quota === null ? null : `${number(quota.calls)} a ${quota.per}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'No limit' : parts.join(', ');
}

export function number(value: number): string {
  return value.toLocaleString('en');
}

export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function spanText(seconds: number): string {
  if (seconds === 1) return 'a second';
  if (seconds === 60) return 'a minute';
  if (seconds === 3600) return 'an hour';
  return seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} s`;
}
