/** What an environment says about a flow's way in. */
export interface DoorSettings {
  /** Who answers for it. */
  owner: string;
  /** The part of the house it belongs to: supply, billing. */
  domain: string;
  /** What partners call it: 1.2. */
  version: string;
  /** For the catalogue. */
  summary: string;
  /** ISO 8601; from then on answers say that it is on its way out. */
  deprecatedAt: string | null;
  /** ISO 8601; from then on it takes nothing more. */
  sunsetAt: string | null;
  /** Where partners read about what takes its place. */
  successor: string | null;
  ways: DoorWays;
  /** Addresses that may come: CIDR; none: every address. */
  ranges: string[];
  rate: Rate | null;
  quota: Quota | null;
}

/** How a client may prove itself; no way, nobody. */
export interface DoorWays {
  apiKey: { header: string } | null;
  signature: {
    header: string;
    encoding: 'hex' | 'base64';
    prefix: string;
    /** A signature is good for so many seconds before and after its timestamp. */
    windowS: number;
  } | null;
  token: {
    issuer: string;
    audience: string;
    jwksUrl: string;
    algorithms: TokenAlgorithm[];
    /** The claim that names the client. */
    claim: string;
    /** A scope that the token has to have. */
    scope: string | null;
  } | null;
  certificate: {
    /** The one proxy whose word is believed. */
    proxy: string;
  } | null;
}

export const tokenAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

export type TokenAlgorithm = (typeof tokenAlgorithms)[number];

export interface Rate {
  calls: number;
  /** Windows follow one another and begin at whole multiples of it. */
  seconds: number;
}

/** In UTC. */
export interface Quota {
  calls: number;
  per: 'day' | 'month';
}

export interface ProxySettings {
  /** CIDR it comes from. */
  ranges: string[];
  /** Says in X-Forwarded-For where a request came from. */
  forwards: boolean;
  /** Checks client certificates, and says whose in a header. */
  certificate: CertificateHeader | null;
}

export interface CertificateHeader {
  header: string;
  /** subject: the name as text. certificate: all of it, as RFC 9440 or as percent-encoded PEM; compared by its SHA-256 fingerprint. */
  form: 'subject' | 'certificate';
  /** A header, and the word in it that says the proxy has verified the certificate. */
  verified: { header: string; word: string } | null;
}

/** What holds before anybody has said anything: nobody is let in by it. */
export const noDoorSettings: DoorSettings = {
  owner: '',
  domain: '',
  version: '1',
  summary: '',
  deprecatedAt: null,
  sunsetAt: null,
  successor: null,
  ways: { apiKey: null, signature: null, token: null, certificate: null },
  ranges: [],
  rate: null,
  quota: null,
};
