import { exportAudit } from './audit/export.ts';
import { listAudit } from './audit/list.ts';
import { verifyAudit } from './audit/verify.ts';
import { describeCatalogue } from './catalogue/openapi.ts';
import { readCatalogue } from './catalogue/read.ts';
import { changeClient } from './clients/change.ts';
import { createClient } from './clients/create.ts';
import { makeClientKey, revokeClientKey, rotateClientKey } from './clients/keys.ts';
import { listClients } from './clients/list.ts';
import { listConnections } from './connections/list.ts';
import { putConnection } from './connections/put.ts';
import { removeConnection } from './connections/remove.ts';
import { tryConnection } from './connections/try.ts';
import { listContracts } from './contracts/list.ts';
import { listContractUses } from './contracts/uses.ts';
import { listDestinations } from './destinations/list.ts';
import { listDoors } from './doors/list.ts';
import { describeFlowDoors } from './doors/openapi.ts';
import { putProxies } from './doors/proxies.ts';
import { putDoor } from './doors/put.ts';
import { archiveFlow } from './drafts/archive.ts';
import { listDraftChanges } from './drafts/changes.ts';
import { createFlow } from './drafts/create.ts';
import { getDraft } from './drafts/get.ts';
import { operate } from './drafts/operate.ts';
import { unarchiveFlow } from './drafts/unarchive.ts';
import { changeEnvironment } from './environments/change.ts';
import { createEnvironment } from './environments/create.ts';
import { getEnvironment } from './environments/get.ts';
import { listEnvironments } from './environments/list.ts';
import { removeEnvironment } from './environments/remove.ts';
import { compareVersions } from './flows/compare.ts';
import { getFlow } from './flows/get.ts';
import { listFlows } from './flows/list.ts';
import { publishVersion } from './flows/publish.ts';
import { putLive } from './flows/put-live.ts';
import { putTaking } from './flows/put-taking.ts';
import { restoreVersion } from './flows/restore.ts';
import { sendMessage } from './flows/send.ts';
import { getVersion } from './flows/version.ts';
import { listVersions } from './flows/versions.ts';
import { listFolders, moveFlow } from './folders/folders.ts';
import { listKeys } from './keys/list.ts';
import { rewrapKeys } from './keys/rewrap.ts';
import { readLedger } from './ledger/read.ts';
import { followDraft } from './live/draft.ts';
import { listenToEvents } from './live/events.ts';
import { showSelection } from './live/presence.ts';
import { people } from './people.ts';
import { approveException } from './policies/approve.ts';
import { checkFlowPolicies } from './policies/check.ts';
import { endException } from './policies/end.ts';
import { askException } from './policies/except.ts';
import { listPolicies } from './policies/list.ts';
import { assignQuarantine } from './quarantine/assign.ts';
import { decideQuarantine } from './quarantine/decide.ts';
import { getQuarantine } from './quarantine/get.ts';
import { listQuarantineGroups } from './quarantine/groups.ts';
import { listQuarantine } from './quarantine/list.ts';
import { readQuarantined } from './quarantine/message.ts';
import { listShapes } from './quarantine/shapes.ts';
import { listRates } from './rates/list.ts';
import { completePromotion } from './releases/complete.ts';
import { releaseContent } from './releases/content.ts';
import { decidePromotion } from './releases/decide.ts';
import { promotionFigures } from './releases/figures.ts';
import { getRelease } from './releases/get.ts';
import { listPromotions } from './releases/history.ts';
import { importRelease } from './releases/import.ts';
import { listReleases } from './releases/list.ts';
import { makeRelease } from './releases/make.ts';
import { releaseMatrix } from './releases/matrix.ts';
import { previewRelease } from './releases/preview.ts';
import { promoteRelease } from './releases/promote.ts';
import { rollBack } from './releases/roll-back.ts';
import { withdrawPromotion } from './releases/withdraw.ts';
import { getReplay, listReplays } from './replays/get.ts';
import { planReplay } from './replays/plan.ts';
import { rehearseReplay } from './replays/rehearse.ts';
import { startReplay } from './replays/start.ts';
import { steerReplay } from './replays/steer.ts';
import { exportRuns } from './runs/export.ts';
import { getRun } from './runs/get.ts';
import { listRuns } from './runs/list.ts';
import { downloadMessage, readMessage } from './runs/message.ts';
import { revealMessage } from './runs/reveal.ts';
import { readStep } from './runs/step.ts';
import { listSecrets } from './secrets/list.ts';
import { putSecret } from './secrets/put.ts';
import { removeSecret } from './secrets/remove.ts';
import { bindTable, changeTable, previewTable } from './tables/change.ts';
import { importTable } from './tables/import.ts';
import { listTableHistory, listTables, listUnmapped, readTable } from './tables/list.ts';
import { beginFromOpenApi, listApiOperations } from './templates/openapi.ts';
import { beginFromSample } from './templates/sample.ts';
import { readTimeline } from './timeline/read.ts';
import { checkFlow } from './trials/check.ts';
import { evaluateExpression } from './trials/evaluate.ts';
import { testFromRun } from './trials/from-run.ts';
import { parseMessage } from './trials/parse.ts';
import { testFlow } from './trials/tests.ts';
import { tryFlow } from './trials/try.ts';
import { listViews } from './views/list.ts';
import { removeView } from './views/remove.ts';
import { saveView } from './views/save.ts';

/** Every route of /api/v1: one line each. */
export const routes = [
  ...people,
  listenToEvents,
  listEnvironments,
  getEnvironment,
  createEnvironment,
  changeEnvironment,
  removeEnvironment,
  listConnections,
  putConnection,
  removeConnection,
  tryConnection,
  listDoors,
  putDoor,
  describeFlowDoors,
  putProxies,
  listClients,
  createClient,
  changeClient,
  makeClientKey,
  rotateClientKey,
  revokeClientKey,
  readCatalogue,
  describeCatalogue,
  listSecrets,
  putSecret,
  removeSecret,
  listKeys,
  rewrapKeys,
  listFlows,
  listFolders,
  moveFlow,
  createFlow,
  beginFromSample,
  beginFromOpenApi,
  listApiOperations,
  archiveFlow,
  unarchiveFlow,
  getDraft,
  operate,
  listDraftChanges,
  followDraft,
  showSelection,
  checkFlow,
  tryFlow,
  testFlow,
  testFromRun,
  evaluateExpression,
  parseMessage,
  getFlow,
  listVersions,
  restoreVersion,
  compareVersions,
  getVersion,
  publishVersion,
  putLive,
  putTaking,
  sendMessage,
  listTables,
  readTable,
  listTableHistory,
  listUnmapped,
  importTable,
  previewTable,
  changeTable,
  bindTable,
  listRuns,
  exportRuns,
  getRun,
  readMessage,
  downloadMessage,
  readStep,
  revealMessage,
  listViews,
  saveView,
  removeView,
  readLedger,
  listDestinations,
  listContracts,
  listRates,
  listContractUses,
  readTimeline,
  listQuarantine,
  listQuarantineGroups,
  listShapes,
  assignQuarantine,
  getQuarantine,
  readQuarantined,
  decideQuarantine,
  planReplay,
  rehearseReplay,
  startReplay,
  listReplays,
  getReplay,
  steerReplay,
  listReleases,
  importRelease,
  releaseMatrix,
  makeRelease,
  getRelease,
  releaseContent,
  previewRelease,
  promoteRelease,
  decidePromotion,
  completePromotion,
  withdrawPromotion,
  promotionFigures,
  listPromotions,
  rollBack,
  listPolicies,
  checkFlowPolicies,
  askException,
  approveException,
  endException,
  listAudit,
  exportAudit,
  verifyAudit,
] as const;
