import { beginFactor } from './factor/begin.ts';
import { confirmFactor } from './factor/confirm.ts';
import { removeFactor } from './factor/remove.ts';
import { resetFactor } from './factor/reset.ts';
import { acceptInvitation } from './invitations/accept.ts';
import { listInvitations } from './invitations/list.ts';
import { lookAtInvitation } from './invitations/look.ts';
import { makeInvitation } from './invitations/make.ts';
import { withdrawInvitation } from './invitations/withdraw.ts';
import { listNotices } from './notices/list.ts';
import { seeNotice } from './notices/see.ts';
import { addPasskey } from './passkeys/add.ts';
import { beginPasskey } from './passkeys/begin.ts';
import { listPasskeys } from './passkeys/list.ts';
import { removePasskey } from './passkeys/remove.ts';
import { changePassword } from './session/change-password.ts';
import { whoAmI } from './session/me.ts';
import { signIn } from './session/sign-in.ts';
import { signOut } from './session/sign-out.ts';
import { endSession } from './sessions/end.ts';
import { endOtherSessions } from './sessions/end-others.ts';
import { listSessions } from './sessions/list.ts';
import { beginPasskeySignIn } from './sign-in/begin-passkey.ts';
import { beginOidc, finishOidc } from './sign-in/oidc.ts';
import { signInByPasskey } from './sign-in/passkey.ts';
import { readSettings, saveSettings } from './sign-in/settings.ts';
import { listWaysIn } from './sign-in/ways.ts';
import { createToken } from './tokens/create.ts';
import { listTokens } from './tokens/list.ts';
import { revokeToken } from './tokens/revoke.ts';
import { changeRole } from './users/change-role.ts';
import { createUser } from './users/create.ts';
import { createBreakGlass } from './users/create-break-glass.ts';
import { createService } from './users/create-service.ts';
import { createServiceToken } from './users/create-token.ts';
import { deactivateUser } from './users/deactivate.ts';
import { listUsers } from './users/list.ts';
import { resetPassword } from './users/reset-password.ts';
import { removeRole, saveRole } from './users/role.ts';
import { listRoles } from './users/roles.ts';
import { setScope } from './users/scope.ts';
import { signOutUser } from './users/sign-out.ts';

/** Signing in, accounts, roles, tokens. */
export const people = [
  signIn,
  whoAmI,
  signOut,
  changePassword,
  listWaysIn,
  beginPasskeySignIn,
  signInByPasskey,
  beginOidc,
  finishOidc,
  readSettings,
  saveSettings,
  listSessions,
  endOtherSessions,
  endSession,
  listPasskeys,
  beginPasskey,
  addPasskey,
  removePasskey,
  listNotices,
  seeNotice,
  listInvitations,
  makeInvitation,
  withdrawInvitation,
  lookAtInvitation,
  acceptInvitation,
  beginFactor,
  confirmFactor,
  removeFactor,
  resetFactor,
  listTokens,
  createToken,
  revokeToken,
  listRoles,
  saveRole,
  removeRole,
  listUsers,
  createUser,
  setScope,
  createService,
  createServiceToken,
  createBreakGlass,
  signOutUser,
  changeRole,
  resetPassword,
  deactivateUser,
] as const;
