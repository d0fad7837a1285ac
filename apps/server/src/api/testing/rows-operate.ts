import { everybody, nowhere, type Row } from './row.ts';

/** Runs, what stopped, replays, tables. */
export const operate: Record<string, Row> = {
  'post /runs/:id/fixtures': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'message.see', elsewhere: 404 },
    ...{ path: `/runs/${nowhere}/fixtures`, body: { name: 'x' } },
  },
  'get /quarantine': {
    ...{ may: everybody, status: 200, right: 'run.see', elsewhere: 404 },
    path: '/quarantine?environment=dev',
  },
  'get /quarantine/groups': {
    ...{ may: everybody, status: 200, right: 'run.see', elsewhere: 404 },
    path: '/quarantine/groups?environment=dev',
  },
  'put /quarantine/care': {
    ...{ may: 'operator admin', status: 200, right: 'quarantine.manage', elsewhere: 404 },
    body: { environment: 'dev', quarantine: {}, owner: 'Ann' },
  },
  'get /quarantine/:id': {
    ...{ may: everybody, status: 404, right: 'run.see', elsewhere: 404 },
    path: `/quarantine/${nowhere}`,
  },
  'get /quarantine/:id/message': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'message.see', elsewhere: 404 },
    path: `/quarantine/${nowhere}/message`,
  },
  'put /quarantine/:id/decision': {
    ...{ may: 'operator admin', status: 404, right: 'quarantine.manage', elsewhere: 404 },
    ...{ path: `/quarantine/${nowhere}/decision`, body: { state: 'skipped', reason: 'a duplicate' } },
  },
  'post /replays/plan': {
    ...{ may: 'operator admin', status: 200, right: 'message.replay', elsewhere: 404 },
    body: { environment: 'dev' },
  },
  'post /replays': {
    ...{ may: 'operator admin', status: 201, right: 'message.replay', elsewhere: 404 },
    body: { environment: 'dev', reason: 'the table is mended' },
  },
  'get /replays': { may: everybody, status: 200, right: 'run.see', elsewhere: 404, path: '/replays?environment=dev' },
  'get /replays/:id': { may: everybody, status: 404, right: 'run.see', elsewhere: 404, path: `/replays/${nowhere}` },
  'put /replays/:id/state': {
    ...{ may: 'operator admin', status: 404, right: 'message.replay', elsewhere: 404 },
    ...{ path: `/replays/${nowhere}/state`, body: { state: 'paused' } },
  },
  'get /tables': {
    ...{ may: 'analyst operator steward admin auditor', status: 200, right: 'table.see', elsewhere: 404 },
    path: '/tables?environment=dev',
  },
  'get /tables/:table/rows': {
    ...{ may: 'analyst operator steward admin auditor', status: 404, right: 'table.see', elsewhere: 404 },
    path: '/tables/none/rows?environment=dev',
  },
  'get /tables/:table/versions': {
    ...{ may: 'analyst operator steward admin auditor', status: 200, right: 'table.see', elsewhere: 200 },
    path: '/tables/none/versions',
  },
  'get /unmapped': {
    ...{ may: 'analyst operator steward admin auditor', status: 200, right: 'table.see', elsewhere: 404 },
    path: '/unmapped?environment=dev',
  },
  'post /tables/:table/preview': {
    ...{ may: 'analyst operator steward admin auditor', status: 404, right: 'table.see', elsewhere: 404 },
    ...{ path: '/tables/none/preview', body: { environment: 'dev', rows: [] } },
  },
  'put /tables/:table/rows': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'table.manage', elsewhere: 404 },
    ...{ path: '/tables/none/rows', body: { environment: 'dev', rows: [] } },
  },
  'put /tables/:table/binding': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'table.manage', elsewhere: 404 },
    ...{ path: '/tables/none/binding', body: { environment: 'dev', version: 'x' } },
  },
  'post /tables': {
    may: 'analyst operator steward admin',
    status: 400,
    right: 'table.manage',
    elsewhere: 400,
    body: {},
  },
  'get /runs': { may: everybody, status: 200, right: 'run.see', elsewhere: 404, path: '/runs?environment=dev' },
  'get /runs/export': {
    ...{ may: everybody, status: 200, right: 'run.see', elsewhere: 404 },
    path: '/runs/export?environment=dev',
  },
  'get /runs/:id': { may: everybody, status: 404, right: 'run.see', elsewhere: 404, path: `/runs/${nowhere}` },
  'get /runs/:id/message': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'message.see', elsewhere: 404 },
    path: `/runs/${nowhere}/message`,
  },
  'get /runs/:id/message/raw': {
    ...{ may: 'operator', status: 404, right: null, elsewhere: 403 },
    path: `/runs/${nowhere}/message/raw`,
  },
  'get /runs/:id/steps/:number': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'message.see', elsewhere: 404 },
    path: `/runs/${nowhere}/steps/0`,
  },
  'post /runs/:id/reveal': {
    ...{ may: 'operator', status: 404, right: null, elsewhere: 403 },
    ...{ path: `/runs/${nowhere}/reveal`, body: { reason: 'a wrong charge' } },
  },
  'get /views': { may: everybody, status: 200, elsewhere: 200, path: '/views?screen=runs' },
  'put /views': { may: everybody, status: 200, elsewhere: 200, body: { screen: 'runs', name: 'mine', query: {} } },
  'delete /views/:id': { may: everybody, status: 404, elsewhere: 404, path: `/views/${nowhere}` },
  'get /destinations': {
    ...{ may: everybody, status: 200, right: 'flow.see', elsewhere: 404 },
    path: '/destinations?environment=dev',
  },
  'get /timeline': {
    ...{ may: everybody, status: 200, right: 'run.see', elsewhere: 404 },
    path: '/timeline?environment=dev&key=PO-1',
  },
  'get /ledger': { may: everybody, status: 200, right: 'flow.see', elsewhere: 404, path: '/ledger?environment=dev' },
  'get /quarantine/shapes': {
    ...{ may: 'analyst operator steward admin', status: 200, right: 'message.see', elsewhere: 404 },
    path: '/quarantine/shapes?environment=dev&flow=none&code=x&node=y&field=z',
  },
  'post /replays/rehearsal': {
    ...{ may: 'operator admin', status: 200, right: 'message.replay', elsewhere: 404 },
    body: { environment: 'dev' },
  },
  'get /rates': {
    ...{ may: everybody, status: 200, right: 'flow.see', elsewhere: 404 },
    path: '/rates?environment=dev',
  },
};
