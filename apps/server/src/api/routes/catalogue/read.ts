import { listEnvironments, readUse } from '@throughline/store';
import { z } from 'zod';
import { contentTypes } from '../../doors/describe.ts';
import { doorsIn } from '../../doors/view.ts';
import { CLIENT_KEY, visitorOf } from '../../doors/visitor.ts';
import { instant } from '../../fields.ts';
import { route } from '../../route.ts';
import { keyKind } from '../clients/fields.ts';
import { doorSettings, quota, rate, use } from '../doors/fields.ts';

const DAYS = 30;

export const readCatalogue = route(
  {
    method: 'get',
    path: '/catalogue',
    summary:
      'What is open to a client, by its own key in X-Client-Key: doors, limits, use in 30 days, and its keys by name',
    permission: 'anyone',
    where: 'own',
    answer: z.object({
      client: z.string(),
      environment: z.string(),
      doors: z.array(
        z.object({
          flow: z.string(),
          node: z.string(),
          title: z.string(),
          owner: z.string(),
          domain: z.string(),
          version: z.string(),
          summary: z.string(),
          live: z.boolean(),
          place: z.string(),
          method: z.string().nullable(),
          contentType: z.string(),
          /** The header that says what makes a message one of a kind; null: the message itself does. */
          keyHeader: z.string().nullable(),
          contract: z.string().nullable(),
          deprecatedAt: z.string().nullable(),
          sunsetAt: z.string().nullable(),
          successor: z.string().nullable(),
          ways: doorSettings.shape.ways,
          rate,
          quota,
          use,
        }),
      ),
      keys: z.array(
        z.object({ kind: keyKind, hint: z.string(), expiresAt: instant.nullable(), lastUsedAt: instant.nullable() }),
      ),
    }),
  },
  async ({ store, principal, c }) => {
    const client = await visitorOf(store, c.req.header(CLIENT_KEY), principal.address);
    const { environment } = client;
    const known = (await listEnvironments(store)).find(({ name }) => name === environment);
    const uses = await readUse(store, { environment, days: DAYS, client: client.id });
    const views = await doorsIn(store, environment);
    const doors = client.doors.flatMap((own) => {
      const view = views.find(({ flow, node }) => flow === own.flow && node === own.node);
      if (view === undefined || view.settings === null || view.authentication !== 'clients') return [];
      const { settings, http } = view;
      const mine = uses.filter(({ flow, node }) => flow === own.flow && node === own.node);
      const sum = (name: 'accepted' | 'refused' | 'limited' | 'bytes') =>
        mine.reduce((total, one) => total + one[name], 0);
      const { owner, domain, version, summary, deprecatedAt, sunsetAt, successor, ways } = settings;
      return [
        {
          ...{ flow: own.flow, node: own.node, live: view.live, contract: view.contract },
          ...{ owner, domain, version, summary, deprecatedAt, sunsetAt, successor, ways },
          title: view.name,
          place: http === null ? 'MLLP' : `/in/${environment}/${http.path}`,
          method: http?.method ?? null,
          contentType: contentTypes[http?.format ?? 'hl7v2'] ?? 'application/octet-stream',
          keyHeader: http?.keys.find((key) => key.startsWith('header:'))?.slice(7) ?? null,
          rate: own.rate ?? settings.rate,
          quota: own.quota ?? settings.quota,
          use: { accepted: sum('accepted'), refused: sum('refused'), limited: sum('limited'), bytes: sum('bytes') },
        },
      ];
    });
    const keys = client.keys.filter(
      ({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || expiresAt > new Date()),
    );
    return { client: client.name, environment: known?.title ?? environment, doors, keys };
  },
);
