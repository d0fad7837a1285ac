import { listAudit } from './audit/list.ts';
import { verifyAudit } from './audit/verify.ts';
import { archiveFlow } from './drafts/archive.ts';
import { listDraftChanges } from './drafts/changes.ts';
import { createFlow } from './drafts/create.ts';
import { getDraft } from './drafts/get.ts';
import { operate } from './drafts/operate.ts';
import { listEnvironments } from './environments/list.ts';
import { getFlow } from './flows/get.ts';
import { listFlows } from './flows/list.ts';
import { publishVersion } from './flows/publish.ts';
import { putLive } from './flows/put-live.ts';
import { sendMessage } from './flows/send.ts';
import { getVersion } from './flows/version.ts';
import { listVersions } from './flows/versions.ts';
import { readLedger } from './ledger/read.ts';
import { decideQuarantine } from './quarantine/decide.ts';
import { listQuarantine } from './quarantine/list.ts';
import { planReplay } from './replays/plan.ts';
import { startReplay } from './replays/start.ts';
import { listRuns } from './runs/list.ts';
import { whoAmI } from './session/me.ts';
import { signIn } from './session/sign-in.ts';
import { signOut } from './session/sign-out.ts';
import { importTable } from './tables/import.ts';
import { createToken } from './tokens/create.ts';
import { listTokens } from './tokens/list.ts';
import { revokeToken } from './tokens/revoke.ts';
import { changeRole } from './users/change-role.ts';
import { createUser } from './users/create.ts';
import { deactivateUser } from './users/deactivate.ts';
import { listUsers } from './users/list.ts';
import { resetPassword } from './users/reset-password.ts';
import { listRoles } from './users/roles.ts';

/** Every route of /api/v1: one line each. */
export const routes = [
  signIn,
  whoAmI,
  signOut,
  listTokens,
  createToken,
  revokeToken,
  listRoles,
  listUsers,
  createUser,
  changeRole,
  resetPassword,
  deactivateUser,
  listEnvironments,
  listFlows,
  createFlow,
  archiveFlow,
  getDraft,
  operate,
  listDraftChanges,
  getFlow,
  listVersions,
  getVersion,
  publishVersion,
  putLive,
  sendMessage,
  importTable,
  listRuns,
  readLedger,
  listQuarantine,
  decideQuarantine,
  planReplay,
  startReplay,
  listAudit,
  verifyAudit,
] as const;
