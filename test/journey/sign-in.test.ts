import { codeAt } from '@throughline/store';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBase32 } from '../support/codes.ts';
import { type IdentityProvider, openIdentityProvider } from '../support/identity-provider.ts';
import { type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;
let provider: IdentityProvider;
let admin: Page;

beforeAll(async () => {
  journey = await openJourney();
  admin = await journey.open();
  await signIn(admin);
  provider = await openIdentityProvider(
    [`${journey.hospital.url}/api/v1/sign-in/oidc/callback`],
    [
      { id: 'ann', email: 'ann@hospital.test', name: 'Ann Analyst', groups: ['integration'] },
      { id: 'kit', email: 'kit@hospital.test', name: 'Kit Kitchen', groups: ['kitchen'] },
    ],
  );
});

afterAll(async () => {
  await journey.close();
  await provider.close();
});

describe('people come in', { timeout: 240_000 }, () => {
  it('by an invitation, whose link is good once', async () => {
    await admin.goto('/people');
    await admin.getByRole('button', { name: 'Invite a person' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Olga Operator');
    await dialog.getByLabel('Email').fill('olga@hospital.test');
    await dialog.getByLabel('Role').first().click();
    await admin.getByRole('option', { name: 'Operator' }).click();
    await look(admin, 'invite');
    await dialog.getByRole('button', { name: 'Invite them' }).click();
    const link = (await admin.getByTestId('invitation-link').textContent())!;
    const guest = await journey.open();
    await guest.goto(link);
    await guest.getByRole('heading', { name: 'Welcome' }).waitFor();
    await look(guest, 'invitation');
    await guest.getByLabel('Choose a password').fill('a password of my own');
    await guest.getByRole('button', { name: 'Come in' }).click();
    await guest.getByRole('navigation', { name: 'Main' }).waitFor();
    const late = await journey.open();
    await late.goto(link);
    await late.getByText('This invitation is over').waitFor();
    await admin.getByRole('button', { name: 'Done' }).click();
    await admin.getByText('Taken').waitFor();
    await look(admin, 'people-invited');
  });

  it('by a passkey that they added', async () => {
    const page = await journey.open();
    const { port } = new URL(journey.hospital.url);
    // A passkey belongs to a name, and 127.0.0.1 is none.
    await page.goto(`http://localhost:${port}/sign-in`);
    const devices = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
    await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await signIn(page);
    await page.goto(`http://localhost:${port}/account`);
    await page.getByText('None yet').waitFor();
    await page.getByLabel('Name of the device').fill('Ward tablet');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('button', { name: 'Take away Ward tablet' }).waitFor();
    await look(page, 'account');
    await page.getByRole('button', { name: /: account$/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await page.goto(`http://localhost:${port}/account`);
    await page.getByRole('cell', { name: 'Passkey' }).waitFor();
    await page.getByText(/, last used/).waitFor();
  });

  it('by a second factor that they set up', async () => {
    const olga = { email: 'olga@hospital.test', password: 'a password of my own' };
    const page = await journey.open();
    await signIn(page, olga);
    await page.goto('/account');
    await page.getByRole('button', { name: 'Set it up' }).click();
    const shown = (await page
      .getByText('Add this key to your authenticator app')
      .locator('..')
      .locator('code')
      .textContent())!;
    const key = decodeBase32(shown.replaceAll(' ', ''));
    const now = () => Math.floor(Date.now() / 30_000);
    const first = now();
    await look(page, 'factor');
    await page.getByLabel('Code').fill(codeAt(key, first));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Keep these codes').waitFor();
    const again = await journey.open();
    await again.goto('/sign-in');
    await again.getByLabel('Email').fill(olga.email);
    await again.getByLabel('Password', { exact: true }).fill(olga.password);
    await again.getByRole('button', { name: 'Sign in', exact: true }).click();
    await again.getByLabel('Code').fill(codeAt(key, Math.max(first + 1, now())));
    await look(again, 'sign-in-code');
    await again.getByRole('button', { name: 'Sign in', exact: true }).click();
    await again.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  it('by their identity provider, in the role of their group', async () => {
    await admin.goto('/people/sign-in');
    await admin.getByRole('switch', { name: 'People sign in at an identity provider' }).click({ force: true });
    await admin.getByLabel('Name on the button').fill('Hospital account');
    await admin.getByLabel('Issuer').fill(provider.issuer);
    await admin.getByLabel('Client id').fill(provider.clientId);
    await admin.getByLabel('Client secret').fill(provider.clientSecret);
    await admin.getByLabel('Scopes').fill('openid email profile groups');
    await admin.getByRole('button', { name: 'A further group' }).click();
    await admin.getByRole('textbox', { name: 'Group', exact: true }).fill('integration');
    await admin.getByRole('combobox', { name: 'Role' }).click();
    await admin.getByRole('option', { name: 'Integration analyst' }).click();
    await look(admin, 'signing-in');
    await admin.getByRole('button', { name: 'Save' }).click();
    await admin.getByText('Saved.').waitFor();
    const kit = await journey.open();
    await kit.goto('/flows');
    await kit.getByRole('link', { name: 'Sign in with Hospital account' }).waitFor();
    await look(kit, 'sign-in');
    await kit.getByRole('link', { name: 'Sign in with Hospital account' }).click();
    await kit.getByRole('button', { name: 'Kit Kitchen' }).click();
    await kit.getByText('none of your groups has a role here').waitFor();
    const ann = await journey.open();
    await ann.goto('/flows');
    await ann.getByRole('link', { name: 'Sign in with Hospital account' }).click();
    await ann.getByRole('button', { name: 'Ann Analyst' }).click();
    await ann.getByRole('heading', { name: 'Flows' }).waitFor();
    expect(new URL(ann.url()).pathname).toBe('/flows');
  });

  it('in an emergency, with a reason, and everybody who administers sees it', async () => {
    await admin.goto('/people');
    await admin.getByRole('button', { name: 'Other ways to add somebody' }).click();
    await admin.getByRole('menuitem', { name: 'An account for emergencies' }).click();
    await admin.getByRole('button', { name: 'Make it' }).click();
    const [email, password] = (await admin.getByRole('dialog').locator('pre').textContent())!.split('\n') as [
      string,
      string,
    ];
    await admin.getByRole('button', { name: 'Done' }).click();
    await admin.getByRole('button', { name: 'I saw it' }).first().click();
    const night = await journey.open();
    await night.goto('/sign-in');
    await night.getByLabel('Email').fill(email);
    await night.getByLabel('Password', { exact: true }).fill(password);
    await night.getByRole('button', { name: 'Sign in', exact: true }).click();
    await night.getByLabel('Why you need emergency access').fill('the identity provider is down');
    await look(night, 'sign-in-emergency');
    await night.getByRole('button', { name: 'Sign in', exact: true }).click();
    await night.getByRole('navigation', { name: 'Main' }).waitFor();
    await admin.getByText('Reason given: the identity provider is down').waitFor();
    await look(admin, 'alarm');
  });
});
