import { Command, type CommanderError, Option } from 'commander';
import { kinds } from './code/kind.ts';
import { apply } from './command/apply.ts';
import { verifyAudit } from './command/audit.ts';
import { compareWithServer } from './command/compare.ts';
import { diff } from './command/diff.ts';
import { ledger } from './command/ledger.ts';
import { parse } from './command/parse.ts';
import { pull } from './command/pull.ts';
import { push } from './command/push.ts';
import { quarantine } from './command/quarantine.ts';
import { promote, release, rollBack } from './command/release.ts';
import { replay } from './command/replay.ts';
import { run } from './command/run.ts';
import { send } from './command/send.ts';
import { test } from './command/test.ts';
import { validate } from './command/validate.ts';
import { Complaint } from './complaint.ts';
import type { Terminal } from './print.ts';
import type { ServerOptions } from './remote/client.ts';

const EXITS = `
Exit codes:
  0  all is well
  1  findings: a flow with problems, a test not as expected, a message refused or stopped, versions that differ
  2  the command line itself is wrong
  3  the server cannot be reached, or failed
  4  the server refused`;

/** The command line. `report` is told whether a command found everything well; throws Complaint for what ends a command early. */
export function program(terminal: Terminal, server: ServerOptions, report: (ok: boolean) => void): Command {
  const top = new Command('throughline')
    .description('Work with Throughline flows: as files here, and on a server.')
    .addHelpText('after', EXITS)
    .configureHelp({ showGlobalOptions: true });
  const files = (command: Command) => command.option('--flows <folder>', 'where flows and their tables are', 'flows');
  const remote = (command: Command) =>
    command
      .option('--server <url>', 'the server; else THROUGHLINE_URL')
      .option(
        '--token <token>',
        'an API token, made in the web app under Tokens; else THROUGHLINE_TOKEN (kept out of the process list)',
      );
  const where = (given: { server?: string; token?: string }): ServerOptions => ({
    url: given.server ?? server.url,
    token: given.token ?? server.token,
  });
  const json = ['--json', 'one JSON value, for machines', false] as const;
  const environment = ['--environment <name>', 'which environment', 'dev'] as const;

  files(top.command('validate [flow...]'))
    .description('say of each flow what publishing it would say: document, wiring, settings, every expression')
    .option(...json)
    .addHelpText('after', examples('validate', 'validate item-lookup', 'validate ./drafts/my-flow/flow.json --json'))
    .action(async (wanted: string[], options) => report(await validate(wanted, options, terminal)));

  files(top.command('test [flow...]'))
    .description(
      'play each message of a flow through the real engine and sandbox, partners answered by fixtures, and compare',
    )
    .option('--only <text>', 'only messages whose name contains this', '')
    .option('--update', 'write what happens down as what is expected; read the difference before you commit it', false)
    .option(...json)
    .addHelpText('after', examples('test', 'test procedure-supply-usage --only bad-', 'test item-lookup --update'))
    .action(async (wanted: string[], options) => report(await test(wanted, options, terminal)));

  files(top.command('run <flow> <message>'))
    .description('take one message file through a flow and print its trace; nothing is sent anywhere')
    .option('--trigger <node>', 'the trigger it comes in by')
    .option('--answer <node=fixture>', 'which fixture answers at a node; may be repeated', gather, [])
    .option('--full', 'print the message behind every step', false)
    .option(...json)
    .addHelpText(
      'after',
      examples(
        'run procedure-supply-usage flows/procedure-supply-usage/messages/knee-replacement.hl7',
        'run procedure-supply-usage scan.json --answer "erp=Period closed"',
      ),
    )
    .action(async (flow: string, message: string, options) => report(await run(flow, message, options, terminal)));

  top
    .command('parse <path...>')
    .description('read files (or folders of them) in any supported format: the tree, or a refusal with its position')
    .option('--format <name>', 'json, hl7v2 or csv; found out from the content when left out')
    .option('--check', 'counts of accepted, refused and byte-equal round trips, rather than trees', false)
    .option(...json)
    .addHelpText('after', examples('parse message.hl7', 'parse --check inbox/'))
    .action(async (paths: string[], options) => report(await parse(paths, options, terminal)));

  remote(files(top.command('diff [before] [after]')))
    .description(
      'what differs between two flow.json files, behaviour first; without files: between what lies here and a server, exit 1 where something does',
    )
    .option(...environment)
    .addOption(beside())
    .option(...json)
    .addHelpText('after', examples('diff old/flow.json flows/item-lookup/flow.json', 'diff --with tables releases'))
    .action(async (before: string | undefined, after: string | undefined, options) => {
      if (before === undefined) return report(await compareWithServer(options, where(options), terminal));
      if (after === undefined)
        throw new Complaint('usage', 'Name two flow.json files, or none to compare with a server.');
      report(await diff(before, after, options.json, terminal));
    });

  remote(files(top.command('pull [flow...]')))
    .description('write flows of a server as files, and tables, contracts and releases beside them')
    .option('--draft', 'the document being edited, rather than the version published last', false)
    .option(...environment)
    .addOption(beside())
    .addHelpText(
      'after',
      examples(
        'pull --with tables contracts releases',
        'pull item-lookup --draft --server https://throughline.example',
      ),
    )
    .action(async (wanted: string[], options) => pull(wanted, options, where(options), terminal));

  remote(files(top.command('push [flow...]')))
    .description('publish flows from files as the next version of each; tables and releases beside them')
    .option(...environment)
    .addOption(beside())
    .option('--note <text>', 'what this version is about', '')
    .option('--deploy <environment>', 'and make it live there')
    .addHelpText(
      'after',
      examples('push item-lookup --note "Answer with the price by the box"', 'push item-lookup --deploy dev'),
    )
    .action(async (wanted: string[], options) => report(await push(wanted, options, where(options), terminal)));

  remote(top.command('send <flow> [file]'))
    .description('send a message into a live flow by hand; it is kept and run like any other')
    .option(...environment)
    .option('--trigger <node>', 'the trigger it comes in by')
    .option('--sample <name>', 'a sample that travels with the flow, in place of a file')
    .option('--header <name=value>', 'as a sender would give it; may be repeated', gather, [])
    .option(...json)
    .addHelpText(
      'after',
      examples(
        'send procedure-supply-usage flows/procedure-supply-usage/messages/knee-replacement.json',
        'send item-lookup --sample stocked-suture --environment test',
      ),
    )
    .action(async (flow: string, file: string | undefined, options) =>
      send(flow, file, options, where(options), terminal),
    );

  remote(top.command('ledger'))
    .description('accepted = delivered + quarantined + filtered + in flight, for every destination')
    .option(...environment)
    .option('--flow <flow>', 'only this flow')
    .option(...json)
    .addHelpText('after', examples('ledger', 'ledger --flow procedure-supply-usage --json'))
    .action(async (options) => report(await ledger(options, where(options), terminal)));

  remote(top.command('quarantine'))
    .description('what waits for a person: where it stopped, why, at which field')
    .option(...environment)
    .option('--flow <flow>', 'only this flow')
    .option('--code <code>', 'only this error')
    .option('--node <node>', 'only this step')
    .addOption(
      new Option('--state <state>', 'open, or how it was decided')
        .choices(['open', 'replayed', 'skipped', 'discarded'])
        .default('open'),
    )
    .option(...json)
    .addHelpText('after', examples('quarantine --flow procedure-supply-usage --code lookup_missing'))
    .action(async (options) => quarantine(options, where(options), terminal));

  remote(top.command('replay [id...]'))
    .description('replay what is quarantined (by id, or all that fits), or runs; look first with --dry-run')
    .option(...environment)
    .option('--flow <flow>', 'only this flow')
    .option('--code <code>', 'only this error')
    .option('--node <node>', 'only what stopped at this step')
    .option('--run <id>', 'a run, whatever became of it; may be repeated', gather, [])
    .option(
      '--from <start>',
      'received, stopped, or the id of a step (of a connector: that destination alone)',
      'stopped',
    )
    .option('--version <which>', 'as-run: the one it ran on; live; or the number of a candidate', 'live')
    .option('--edited <file>', 'for one message: the copy to replay in its place')
    .option('--repeat', 'send again also to destinations that have confirmed', false)
    .option('--reason <text>', 'why; kept with the replay')
    .option('--dry-run', 'say what would be replayed and change nothing', false)
    .option(...json)
    .addHelpText(
      'after',
      examples(
        'replay --flow procedure-supply-usage --code lookup_missing --dry-run',
        'replay --flow procedure-supply-usage --reason "item mapped"',
      ),
    )
    .action(async (ids: string[], options) => report(await replay(ids, options, where(options), terminal)));

  remote(top.command('release'))
    .description('freeze what runs in an environment; the same content is the same release')
    .option(...environment)
    .requiredOption('--title <text>', 'what it is about')
    .option('--note <text>', 'for those who approve it', '')
    .option('--flow <flow>', 'only this flow; may be repeated', gather, [])
    .addOption(
      new Option('--tables <how>', 'move with their rows, or stay as they are there')
        .choices(['content', 'columns'])
        .default('content'),
    )
    .option(...json)
    .addHelpText('after', examples('release --environment dev --title "Charge implants by lot"'))
    .action(async (options) => release(options, where(options), terminal));

  remote(top.command('promote <release>'))
    .description(
      'bring a release into an environment, or look first with --plan what would change and what stands in its way',
    )
    .requiredOption('--to <environment>', 'where it goes')
    .option('--reason <text>', 'why; kept with it', 'from the command line')
    .option('--share <percent>', 'this part of the messages first')
    .option('--where <path=values>', 'messages with one of these values first')
    .option('--plan', 'change nothing', false)
    .option(...json)
    .addHelpText(
      'after',
      examples('promote 12 --to test --plan', 'promote 12 --to prod --where facility=EAST --reason "east first"'),
    )
    .action(async (named: string, options) => report(await promote(named, options, where(options), terminal)));

  remote(top.command('rollback'))
    .description('go back to the release that was live before, or to an earlier one')
    .requiredOption('--environment <name>', 'where')
    .option('--to <release>', 'an earlier release, by its number')
    .requiredOption('--reason <text>', 'why; kept with it')
    .option(...json)
    .addHelpText(
      'after',
      examples(
        'rollback --environment prod --reason "the ERP refuses it"',
        'rollback --environment prod --to 12 --reason "as in May"',
      ),
    )
    .action(async (options) => rollBack(options, where(options), terminal));

  remote(top.command('apply <file>'))
    .description(
      'make environments, roles, connections, doors and clients what a JSON file says; secrets and keys are never in it',
    )
    .option('--plan', 'say what would be done and change nothing; exit 1 where something differs', false)
    .option(...json)
    .addHelpText('after', examples('apply hospital.json --plan', 'apply hospital.json'))
    .action(async (file: string, options) => report(await apply(file, options, where(options), terminal)));

  const audit = top.command('audit').description('the record of who did what');
  remote(audit.command('verify'))
    .description('have the server walk the whole chain and name the first entry that does not fit')
    .option(...json)
    .action(async (options) => report(await verifyAudit(options.json, where(options), terminal)));

  for (const command of [top, ...top.commands, ...audit.commands]) quiet(command, terminal);
  return top;
}

/** Commander's own endings become ours: help is well, everything else is a wrong command line. */
function quiet(command: Command, terminal: Terminal): void {
  command.configureOutput({
    writeOut: (text) => terminal.out(text.trimEnd()),
    writeErr: (text) => terminal.err(text.trimEnd()),
  });
  command.exitOverride((error: CommanderError) => {
    throw new Complaint(error.exitCode === 0 ? 'ok' : 'usage', '');
  });
}

/** What goes along beside flows. */
function beside(): Option {
  return new Option('--with <kinds...>', 'beside the flows: tables, contracts, releases').choices(kinds).default([]);
}

function gather(text: string, before: string[]): string[] {
  return [...before, text];
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  throughline ${line}`).join('\n')}`;
}
