import type { Locator, Page } from 'playwright-core';

interface Point {
  x: number;
  y: number;
}

/** The designer as hands know it. Every verb waits until its effect can be seen. */
export interface Canvas {
  page: Page;
  node(name: string): Locator;
  /** Ids and names of all nodes of the open document, by its outline. */
  names(): Promise<string[]>;
  /** Drags a node type out of the palette to a place on the canvas, from its left top. */
  drop(type: string, at: Point): Promise<void>;
  /** Draws a wire by the pointer. */
  wire(from: string, to: string, port?: string): Promise<void>;
  /** Tries to: nobody says that there is one afterwards. */
  pull(from: string, to: string, port?: string): Promise<void>;
  /** Asks by the right button what can be done with a node, and does one thing of it. */
  choose(name: string, what: string): Promise<void>;
  /** Opens a node, writes settings by their labels, and closes it. */
  configure(name: string, settings: Record<string, string>): Promise<void>;
  /** Opens code, or a mapping as text, pastes it, and closes it; in a window that may use the clipboard. */
  write(name: string, text: string, contract?: string): Promise<void>;
  open(name: string): Promise<Locator>;
  close(dialog: Locator): Promise<void>;
  rename(name: string, next: string): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Waits until everything is saved. */
  saved(): Promise<void>;
  publish(note: string): Promise<void>;
  wires(): Promise<number>;
}

/** Opens a flow and waits until it is drawn. */
export async function openCanvas(page: Page, flow: string): Promise<Canvas> {
  await page.goto(`/flows/${flow}`);
  return canvasOf(page);
}

export async function canvasOf(page: Page): Promise<Canvas> {
  const board = page.locator('.react-flow');
  await board.waitFor();
  await page.getByTestId('save-state').waitFor();
  const node = (name: string) =>
    page.locator('.react-flow__node-step').filter({ has: page.getByText(name, { exact: true }) });
  const wires = () => page.locator('.react-flow__edge').count();
  const state = page.getByTestId('save-state');
  const pull = async (from: string, to: string, port?: string) => {
    const source = node(from).locator(
      port === undefined ? '.react-flow__handle.source' : `.react-flow__handle[data-handleid="${port}"]`,
    );
    await drag(page, source.first(), node(to).locator('.react-flow__handle.target'));
  };

  const opened = async (name: string) => {
    await node(name).dblclick();
    const dialog = page.getByRole('dialog', { name: `Settings of ${name}`, exact: true });
    await dialog.waitFor();
    return dialog;
  };
  const closed = async (dialog: Locator) => {
    await dialog.getByRole('button', { name: 'Close', exact: true }).first().click();
    await dialog.waitFor({ state: 'hidden' });
  };

  return {
    page,
    node,
    wires,
    pull,
    async choose(name, what) {
      await node(name).click({ button: 'right' });
      await page.getByRole('menuitem', { name: what, exact: true }).click();
      await page.getByRole('menu').waitFor({ state: 'detached' });
    },
    async names() {
      return (await page.locator('.react-flow__node-step').allInnerTexts()).map((text) => text.split('\n')[0]!);
    },
    async drop(type, at) {
      const before = await page.locator('.react-flow__node-step').count();
      const item = page.getByRole('button', { name: `Add ${type}.` });
      await item.dragTo(board, { targetPosition: at });
      await until(
        async () => (await page.locator('.react-flow__node-step').count()) === before + 1,
        `${type} is on the canvas`,
      );
    },
    async wire(from, to, port) {
      const before = await wires();
      await pull(from, to, port);
      await until(async () => (await wires()) === before + 1, `${from} is wired to ${to}`);
    },
    async configure(name, settings) {
      const dialog = await opened(name);
      for (const [label, value] of Object.entries(settings)) {
        const named = { name: label, exact: true };
        await dialog.getByRole('textbox', named).or(dialog.getByRole('combobox', named)).first().fill(value);
      }
      await closed(dialog);
    },
    open: opened,
    close: closed,
    async write(name, text, contract) {
      const dialog = await opened(name);
      if (contract !== undefined) {
        await dialog.getByRole('tab', { name: 'Settings' }).click();
        await dialog.getByRole('combobox', { name: 'Target', exact: true }).click();
        await page.getByRole('option', { name: new RegExp(`${contract}$`) }).click();
      }
      const asText = dialog.getByRole('tab', { name: 'Text' });
      const editor = dialog.locator('.monaco-editor');
      await asText.or(editor).first().waitFor();
      if ((await asText.count()) > 0) await asText.click();
      await editor.first().click();
      await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Control+v');
      await closed(dialog);
    },
    async rename(name, next) {
      const dialog = await opened(name);
      await dialog.getByLabel('Name of the node').fill(next);
      await closed(page.getByRole('dialog', { name: `Settings of ${next}` }));
    },
    undo: () => page.getByRole('button', { name: 'Undo' }).click(),
    redo: () => page.getByRole('button', { name: 'Redo' }).click(),
    async saved() {
      await until(
        async () => (await state.textContent())?.includes('All changes saved') ?? false,
        'everything is saved',
      );
    },
    async publish(note) {
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Publish' });
      await dialog.getByLabel('What is new, and why').fill(note);
      await dialog.getByRole('button', { name: 'Publish' }).click();
      await page.getByText(/Version \d+ is published/).waitFor();
    },
  };
}

/** Goes by Tab until the keyboard is at this control. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let i = 0; i < 160; i++) {
    if (await control.first().evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not come to ${control}`);
}

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [a, b] = [await middleOf(from), await middleOf(to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 4 });
  await page.mouse.move(b.x, b.y, { steps: 4 });
  await page.mouse.up();
}

async function middleOf(what: Locator): Promise<Point> {
  const box = await what.boundingBox();
  if (box === null) throw new Error(`${what} is not to be seen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Looks again and again until it is so. */
export async function until(isSo: () => Promise<boolean>, what: string, patience = 15_000): Promise<void> {
  const began = Date.now();
  while (!(await isSo())) {
    if (Date.now() - began > patience) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}
