export { audited, type Done } from './audit/audited.ts';
export { isAuditGuarded } from './audit/guard.ts';
export { type AuditQuery, listAudit } from './audit/list.ts';
export { type AuditVerdict, readAuditHead, verifyAudit } from './audit/verify.ts';
export { packBody, unpackBody } from './body/envelope.ts';
export type { KeyRing } from './body/keys.ts';
export { checkDatabase } from './check.ts';
export { openStore, type Store, type StoreOptions } from './client.ts';
export { alarmConnection } from './connection/alarm.ts';
export { type ConnectionSummary, listConnections } from './connection/list.ts';
export { type LoadedConnection, loadConnection } from './connection/load.ts';
export { removeConnection } from './connection/remove.ts';
export { type ConnectionWanted, putConnection, saveConnection } from './connection/save.ts';
export { type ContractUse, listContractUses } from './contract/uses.ts';
export { type Deployment, deploy, deployIn } from './deployment/deploy.ts';
export { type Live, listLive, onLiveChange } from './deployment/live.ts';
export { listPlans, type RunningPlan } from './deployment/plans.ts';
export { setTaking } from './deployment/take.ts';
export { type DestinationHealth, listDestinations } from './destination/list.ts';
export { type CallLimit, type CallPlace, type CallsTaken, takeCalls } from './door/calls.ts';
export {
  type KeyKind,
  type KeyWanted,
  kindWords,
  makeKey,
  type NewKey,
  revokeKey,
  rotateKey,
} from './door/client/key.ts';
export {
  type Client,
  type ClientKey,
  environmentOfClient,
  findClient,
  findClientByKey,
  listClients,
} from './door/client/list.ts';
export { type ClientWanted, changeClient, createClient } from './door/client/save.ts';
export {
  listDoorPlans,
  listDoors,
  listProxies,
  type PlanWithDoors,
  type SavedDoor,
  type SavedProxy,
} from './door/list.ts';
export {
  type ClientRules,
  type DoorRules,
  type KeyRules,
  loadDoorRules,
  type RulesOfEnvironment,
} from './door/rules.ts';
export { type DoorWanted, putDoor, putProxies } from './door/save.ts';
export {
  type CertificateHeader,
  type DoorSettings,
  type DoorWays,
  noDoorSettings,
  type ProxySettings,
  type Quota,
  type Rate,
  type TokenAlgorithm,
  tokenAlgorithms,
} from './door/settings.ts';
export { useSignature } from './door/signature.ts';
export { addUse, type ClientUse, readUse } from './door/use.ts';
export { archiveFlow, unarchiveFlow } from './draft/archive.ts';
export { changesAfter, type DraftChange, listChanges } from './draft/changes.ts';
export { createFlow } from './draft/create.ts';
export { type DraftEdit, type DraftEdited, editDraft } from './draft/edit.ts';
export { leavePresence, listPresent, type Present, renewPresence, showPresence } from './draft/presence.ts';
export { type Draft, draftRevision, readDraft } from './draft/read.ts';
export { lockDraftAt, restoreVersion } from './draft/restore.ts';
export {
  changeEnvironment,
  createEnvironment,
  type EnvironmentWanted,
  removeEnvironment,
} from './environment/change.ts';
export { environmentId } from './environment/id.ts';
export { type Environment, listEnvironments } from './environment/list.ts';
export { refusedName } from './environment/name.ts';
export { saveEnvironment } from './environment/save.ts';
export { type EnvironmentSettings, type Freeze, freezeAt } from './environment/settings.ts';
export { isOutage, StoreError } from './error.ts';
export { type Announcement, announce, type Topic, topics } from './event/announce.ts';
export { listenToEvents } from './event/listen.ts';
export { announceRuns } from './event/runs.ts';
export { armFailpoints, type Failpoint, failpoint, failpoints } from './failpoint.ts';
export { folderOfFlow, listFolders, moveFlow } from './flow/folder.ts';
export { type FlowDraft, getFlow, getVersion, listVersions } from './flow/get.ts';
export { type FlowSummary, listFlows } from './flow/list.ts';
export { type Point, type PointRead, readPoint } from './flow/point.ts';
export { calledFlows, type Published, type Publishing, prepareFlow, publishFlow } from './flow/publish.ts';
export { claimProbe, closeGate, type GateState, pauseGate, readGates } from './gate/state.ts';
export { newId } from './id.ts';
export { codeAt } from './identity/factor/code.ts';
export {
  beginFactor,
  confirmFactor,
  hasFactor,
  removeFactor,
  resetFactor,
  takeCode,
} from './identity/factor/factor.ts';
export {
  acceptInvitation,
  findInvitation,
  type Invitation,
  type InvitationWanted,
  listInvitations,
  makeInvitation,
  withdrawInvitation,
} from './identity/invitation/invitation.ts';
export { listNotices, type Notice, seeNotice } from './identity/notice/notice.ts';
export {
  addPasskey,
  type Credential,
  findPasskey,
  listPasskeys,
  type PasskeySummary,
  removePasskey,
  usePasskey,
} from './identity/passkey/passkey.ts';
export { isPermission, neverInTokens, type Permission, permissions } from './identity/permission.ts';
export {
  anonymous,
  can,
  canSomewhere,
  foldersFor,
  type Grant,
  type Principal,
  personOf,
  type Scope,
  system,
} from './identity/principal.ts';
export { listRoles, type NamedRole } from './identity/role/list.ts';
export { type RoleWanted, removeRole, saveRole } from './identity/role/save.ts';
export { type Role, type RoleName, roleNames, roles } from './identity/role.ts';
export { endSession, endSessions, listSessions, type SessionSummary } from './identity/session/sessions.ts';
export { keepPending, takePending } from './identity/sign-in/pending.ts';
export { type Claims, provisionUser } from './identity/sign-in/provision.ts';
export {
  type GroupRule,
  type OidcSettings,
  readOidcSecret,
  readSignInSettings,
  type SignInSettings,
  saveSignInSettings,
} from './identity/sign-in/settings.ts';
export { countTry, forgiveTry, tryKeys } from './identity/throttle.ts';
export { createToken, type NewToken } from './identity/token/create.ts';
export { findTokenPrincipal } from './identity/token/find.ts';
export { listTokens } from './identity/token/list.ts';
export { revokeToken } from './identity/token/revoke.ts';
export type { ApiToken } from './identity/token/token.ts';
export { alarmBreakGlass, createBreakGlass } from './identity/user/break-glass.ts';
export { changeRole, deactivateUser, resetPassword } from './identity/user/change.ts';
export { createUser, type NewUser } from './identity/user/create.ts';
export { createFirstAdmin, FIRST_ADMIN } from './identity/user/first.ts';
export { grantsOf } from './identity/user/grants.ts';
export { findUser, listUsers } from './identity/user/list.ts';
export { readPasswordHash, setOwnPassword } from './identity/user/password.ts';
export { listFurther, setScope, type UserScope } from './identity/user/scope.ts';
export { createService } from './identity/user/service.ts';
export type { User } from './identity/user/user.ts';
export { type DestinationCounters, readCounters, readOpenGates } from './ledger/metrics.ts';
export { type FlowRate, keepMinute, readRates } from './ledger/minutes.ts';
export { type LedgerCounts, type LedgerLine, readLedger } from './ledger/read.ts';
export { type Acceptance, type Arrival, accept, type Claim } from './message/accept.ts';
export { countWaiting } from './message/backlog.ts';
export {
  type AttemptMade,
  type DeliveryMade,
  emptyOutcome,
  type Group,
  type Outcome,
  type Piece,
  type Settled,
  type Settlement,
  type Stop,
  settle,
  type Waiting,
} from './message/settle.ts';
export {
  beat,
  blame,
  giveUp,
  type Holding,
  readGathered,
  release,
  rest,
  sweep,
  type TakeLimits,
  type Taken,
  type TakenLane,
  type TakenWork,
  take,
} from './message/take.ts';
export { migrate } from './migrate.ts';
export { loadPin, loadTable, type Pinned, tablesOfPin } from './pin/load.ts';
export {
  approveException,
  askException,
  endException,
  listExceptions,
  type PolicyException,
} from './policy/exception.ts';
export { assignQuarantine } from './quarantine/assign.ts';
export { getQuarantine, type QuarantineDetail, readStopped, type Stopped } from './quarantine/get.ts';
export { groupQuarantine, type QuarantineGroup } from './quarantine/groups.ts';
export {
  listQuarantine,
  placeOfQuarantine,
  type QuarantineFilter,
  type QuarantineItem,
} from './quarantine/list.ts';
export { listUnmapped, type Missed, type Unmapped } from './quarantine/missed.ts';
export { resolveQuarantine } from './quarantine/resolve.ts';
export { readShapes, type ValueShape } from './quarantine/shapes.ts';
export { contentText, type ReleaseContent, type ReleasedFlow, type ReleasedTable } from './release/content.ts';
export { type ImportedRelease, importRelease, type ReleaseFile } from './release/import.ts';
export { makeRelease, type ReleaseWanted } from './release/make.ts';
export { type ReleaseCell, type ReleaseMatrix, readMatrix } from './release/matrix.ts';
export {
  completePromotion,
  decidePromotion,
  haltPromotion,
  type PromotionWanted,
  promote,
  rollBack,
  withdrawPromotion,
} from './release/promote.ts';
export {
  type Promotion,
  type PromotionState,
  promotionsOf,
  type Rollout,
  type RolloutGuard,
  type RolloutRule,
} from './release/promotion.ts';
export { findRelease, listReleases, type ReleaseSummary, readContent } from './release/read.ts';
export { judge, type RolloutFigures, readFigures, watchRollouts } from './release/watch.ts';
export type { Receive, WhyNot } from './replay/begin.ts';
export {
  MAX_TARGETS,
  type PlannedDestination,
  planReplay,
  type ReplayMode,
  type ReplayPlan,
  type ReplayTarget,
  type Selection,
} from './replay/plan.ts';
export {
  getReplay,
  listReplays,
  placeOfReplay,
  type ReplayItem,
  type ReplayOutcome,
  type ReplayProgress,
} from './replay/progress.ts';
export { type ReplayRequest, type ReplayState, requestReplay, steerReplay } from './replay/request.ts';
export { type ReplaySample, sampleReplay } from './replay/sample.ts';
export { startReplay, workReplay } from './replay/work.ts';
export { maintain, type Retention, USUAL_RETENTION } from './retention/maintain.ts';
export { grantReveal, revealedUntil } from './reveal/reveal.ts';
export { readAnswer } from './run/answer.ts';
export { type RunFilter, type RunState, runStates } from './run/filter.ts';
export { getRun, placeOfRun, type RunDetail } from './run/get.ts';
export { listRuns, type RunQuery } from './run/list.ts';
export type { RunSummary } from './run/summary.ts';
export { account, session, user, verification } from './schema/identity.ts';
export { listSecrets, type SecretSummary } from './secret/list.ts';
export { readSecret } from './secret/read.ts';
export { removeSecret } from './secret/remove.ts';
export { type KeyUse, readKeyUse, rewrapKeys } from './secret/rewrap.ts';
export { putSecret, type SecretWanted, saveSecret } from './secret/save.ts';
export { boundTables } from './table/bound.ts';
export { bindTable, changeTable, type TableChange } from './table/change.ts';
export { importTable, TableRefused } from './table/import.ts';
export {
  listTables,
  listTableVersions,
  readTable,
  type TableContent,
  type TableSummary,
  type TableUse,
  type TableVersion,
  whereUsed,
} from './table/read.ts';
export { readTimeline, type TimelineEntry } from './timeline/read.ts';
export { type Around, messagesAround } from './trace/messages.ts';
export { type RunTrace, readReceipts, readReceived, readTrace, type StepRecord } from './trace/read.ts';
export type { Tx } from './tx.ts';
export { atOneMoment, inTransaction } from './tx.ts';
export { listViews, removeView, type SavedView, saveView } from './view/saved.ts';
export { noteProgress, registerWorker, unlockPool, type WorkerIdentity } from './worker/register.ts';
export { readVitals, type Vitals } from './worker/vitals.ts';
