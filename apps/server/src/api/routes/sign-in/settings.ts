import { readOidcSecret, readSignInSettings, saveSignInSettings as save } from '@throughline/store';
import { z } from 'zod';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { places } from '../invitations/invitation.ts';
import { roleName } from '../users/user.ts';

const issuer = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine(isGuarded, 'https, unless it is on this machine');

const settings = z.strictObject({
  /** A session ends this long after its last request. */
  idleMinutes: z.int().min(5).max(1440),
  /** And this long after its sign-in, whatever happens. */
  absoluteHours: z.int().min(1).max(168),
  /** Who may use a password of ours: everybody, or only accounts for emergencies. */
  passwords: z.enum(['everybody', 'break-glass']),
  oidc: z
    .strictObject({
      title: z.string().trim().min(1).max(60),
      issuer,
      clientId: z.string().min(1).max(300),
      scopes: z
        .string()
        .min(1)
        .max(300)
        .regex(/(^| )openid( |$)/, 'with openid among them')
        .default('openid email profile'),
      groupsClaim: z.string().min(1).max(100).default('groups'),
      rules: z
        .array(z.strictObject({ group: z.string().min(1).max(200), role: roleName, ...places }))
        .min(1)
        .max(100),
    })
    .nullable(),
});

export const readSettings = route(
  {
    method: 'get',
    path: '/sign-in/settings',
    summary: 'How people sign in, and for how long; never a secret',
    permission: 'user.manage',
    where: 'platform',
    answer: settings.extend({ hasSecret: z.boolean() }),
  },
  async ({ store }) => ({
    ...(await readSignInSettings(store)),
    hasSecret: (await readOidcSecret(store)) !== null,
  }),
);

export const saveSettings = route(
  {
    method: 'put',
    path: '/sign-in/settings',
    summary: 'Set how people sign in, and for how long; a client secret left out stays as it is',
    permission: 'user.manage',
    where: 'platform',
    body: settings.extend({ secret: z.string().min(1).max(500).optional() }).refine(leavesAWay, {
      path: ['passwords'],
      message: 'without passwords there must be an identity provider',
    }),
    answer: nothing,
  },
  ({ store, principal, body: { secret, ...wanted } }) => save(store, principal, wanted, secret),
);

function leavesAWay({ passwords, oidc }: z.output<typeof settings>): boolean {
  return passwords === 'everybody' || oidc !== null;
}

function isGuarded(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
