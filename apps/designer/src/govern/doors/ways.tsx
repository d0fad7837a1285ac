import { Group, MultiSelect, NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { KnownProxy, Ways } from './queries.ts';

type Token = NonNullable<Ways['token']>;

const algorithms: Token['algorithms'] = [
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
];

interface WaysFieldsProps {
  ways: Ways;
  proxies: readonly KnownProxy[];
  onChange: (ways: Ways) => void;
}

/** How clients prove themselves; any one that is on is enough, and with none nobody comes in. */
export function WaysFields({ ways, proxies, onChange }: WaysFieldsProps) {
  const set = (part: Partial<Ways>) => onChange({ ...ways, ...part });
  const { apiKey, signature, token, certificate } = ways;
  const able = proxies.filter((proxy) => proxy.certificate !== null);
  return (
    <Stack gap="md">
      <Way
        label="API key"
        about="A long random key in a header. Simple; whoever sees it can use it."
        isOn={apiKey !== null}
        onChange={(isOn) => set({ apiKey: isOn ? { header: 'X-API-Key' } : null })}
      >
        {apiKey !== null && (
          <TextInput
            label="Header of the key"
            value={apiKey.header}
            onChange={(event) => set({ apiKey: { header: event.currentTarget.value } })}
            maw={280}
          />
        )}
      </Way>
      <Way
        label="Signature"
        about="HMAC-SHA-256 over the time and the raw bytes. The key is never sent; a captured request cannot be used for another."
        isOn={signature !== null}
        onChange={(isOn) =>
          set({ signature: isOn ? { header: 'X-Signature', encoding: 'hex', prefix: '', windowS: 300 } : null })
        }
      >
        {signature !== null && (
          <Group align="start">
            <TextInput
              label="Header of the signature"
              value={signature.header}
              onChange={(event) => set({ signature: { ...signature, header: event.currentTarget.value } })}
            />
            <Select
              label="Encoding"
              data={['hex', 'base64']}
              value={signature.encoding}
              allowDeselect={false}
              onChange={(encoding) => set({ signature: { ...signature, encoding: encoding as 'hex' } })}
              w={120}
            />
            <TextInput
              label="Prefix"
              placeholder="sha256="
              value={signature.prefix}
              maxLength={20}
              onChange={(event) => set({ signature: { ...signature, prefix: event.currentTarget.value } })}
              w={120}
            />
            <NumberInput
              label="Good for seconds"
              min={10}
              max={900}
              value={signature.windowS}
              onChange={(windowS) => set({ signature: { ...signature, windowS: Number(windowS) || 300 } })}
              w={150}
            />
          </Group>
        )}
      </Way>
      <Way
        label="Access token"
        about="OAuth 2 tokens (JWT) of an issuer you trust, checked by its published keys."
        isOn={token !== null}
        onChange={(isOn) => set({ token: isOn ? newToken : null })}
      >
        {token !== null && <TokenFields token={token} onChange={(next) => set({ token: next })} />}
      </Way>
      <Way
        label="Client certificate"
        about="Mutual TLS that a proxy has checked; its header counts on connections from that proxy only."
        isOn={certificate !== null}
        isImpossible={able.length === 0}
        onChange={(isOn) => set({ certificate: isOn ? { proxy: able[0]!.name } : null })}
      >
        {certificate !== null && (
          <Select
            label="Proxy"
            data={able.map(({ name }) => name)}
            value={certificate.proxy}
            allowDeselect={false}
            onChange={(proxy) => set({ certificate: { proxy: proxy! } })}
            maw={280}
          />
        )}
      </Way>
    </Stack>
  );
}

const newToken: Token = {
  issuer: '',
  audience: '',
  jwksUrl: '',
  algorithms: ['RS256', 'ES256'],
  claim: 'client_id',
  scope: null,
};

function TokenFields({ token, onChange }: { token: Token; onChange: (token: Token) => void }) {
  const text = (name: 'issuer' | 'audience' | 'jwksUrl' | 'claim') => ({
    value: token[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => onChange({ ...token, [name]: event.currentTarget.value }),
    required: true,
    withAsterisk: false,
  });
  return (
    <Stack gap="sm">
      <Group grow align="start">
        <TextInput label="Issuer (iss)" placeholder="https://login.hospital.example" {...text('issuer')} />
        <TextInput label="Audience (aud)" placeholder="https://throughline.hospital.example/in" {...text('audience')} />
      </Group>
      <TextInput
        label="Address of its keys (JWKS)"
        description="Fetched by this environment’s egress rules; kept for ten minutes, and asked for again when a new key is named."
        placeholder="https://login.hospital.example/.well-known/jwks.json"
        {...text('jwksUrl')}
      />
      <Group grow align="start">
        <TextInput label="Claim that names the client" {...text('claim')} />
        <TextInput
          label="Scope that it has to have"
          placeholder="Any"
          value={token.scope ?? ''}
          onChange={(event) => onChange({ ...token, scope: event.currentTarget.value.trim() || null })}
        />
      </Group>
      <MultiSelect
        label="Algorithms"
        description="Anything else is refused, whatever the token says of itself."
        data={algorithms}
        value={token.algorithms}
        onChange={(value) => onChange({ ...token, algorithms: value as Token['algorithms'] })}
      />
    </Stack>
  );
}

interface WayProps {
  label: string;
  about: string;
  isOn: boolean;
  isImpossible?: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}

function Way({ label, about, isOn, isImpossible = false, onChange, children }: WayProps) {
  return (
    <div>
      <Switch
        label={label}
        description={isImpossible && !isOn ? `${about} First name such a proxy under Proxies.` : about}
        checked={isOn}
        disabled={isImpossible && !isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
        mb={isOn ? 'xs' : 0}
      />
      {isOn && <div style={{ paddingInlineStart: 50 }}>{children}</div>}
    </div>
  );
}
