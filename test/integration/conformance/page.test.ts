/** The page in a real browser: Debian's chromium, driven by playwright-core. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html } from '../../../src/conformance/report/index.ts';
import { conformServer } from '../../../src/conformance/server/index.ts';
import { createBedrock } from '../../../src/mock-server/index.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const folder = mkdtempSync(join(tmpdir(), 'touchstone-page-'));
const file = join(folder, 'report.html');

describe.skipIf(CHROMIUM === undefined)(`the page${CHROMIUM ? '' : ' (skipped: there is no chromium here)'}`, () => {
  let browser: Browser;
  const problems: string[] = [];

  beforeAll(async () => {
    await using open = createBedrock({ auth: 'off' });
    await open.listen();
    const cases = ['s/auth-missing', 's/st-crc-length', 's/routes'];
    const results = await conformServer({ endpoint: open.url, cases, subject: { name: '<img src=x onerror=fail()>' } });
    writeFileSync(
      file,
      html([...results, ...results.map((one) => ({ ...one, subject: { ...one.subject, name: 'other' } }))]),
    );
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const page = await browser.newPage(options);
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) problems.push(`asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  test('draws subjects by cases, names of others as text', async () => {
    const page = await open();
    expect(await page.locator('thead th').allTextContents()).toEqual(['Case', '<img src=x onerror=fail()>', 'other']);
    expect(await page.locator('tbody th code').allTextContents()).toEqual([
      's/routes',
      's/auth-missing',
      's/st-crc-length',
    ]);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('opens the evidence by keyboard alone, and gives the focus back', async () => {
    const page = await open();
    await page.locator('#verdict').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await page.locator('dialog h2').textContent()).toBe('FAIL s/auth-missing@Converse,http1');
    expect(await page.locator('dialog').textContent()).toContain('replay'.replace('r', 'R'));
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog').isVisible()).toBe(false);
    expect(await page.evaluate(`document.activeElement.getAttribute('aria-label')`)).toBe(
      's/auth-missing, other: FAIL 2/2',
    );
  });

  test('marks the messages of a stream in the dump', async () => {
    const page = await open();
    await page.locator('[data-slug="s/st-crc-length"] .cell').first().click();
    await page.locator('dialog summary', { hasText: '← server' }).last().click();
    const dump = page.locator('dialog details').last();
    expect(await dump.locator('.f0.prelude').first().textContent()).toMatch(/^00 00 0[01] /);
    expect(await dump.locator('.f1.crc').count()).toBeGreaterThan(0);
    expect(await page.locator('dialog svg rect').count()).toBeGreaterThan(3);
  });

  test('finds by words and by verdict', async () => {
    const page = await open();
    await page.locator('#words').fill('checksums');
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.locator('#words').fill('');
    await page.locator('#verdict').selectOption('bad');
    expect(await page.locator('tbody th code').allTextContents()).toEqual(['s/auth-missing']);
  });

  test.each(['light', 'dark'] as const)('fits a phone, %s, with contrast enough', async (colorScheme) => {
    const page = await open({ viewport: { width: 360, height: 700 }, colorScheme });
    await page.locator('.FAIL.cell').first().click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    const [ink, paper] = (await page.evaluate(
      `[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]`,
    )) as [string, string];
    expect(contrast(ink, paper)).toBeGreaterThan(7);
  });

  test('nothing failed and nothing was asked for', () => expect(problems).toEqual([]));
});

/** As WCAG 2 has it. */
function contrast(...colours: [string, string]): number {
  const [dark = 0, light = 0] = colours.map(luminance).toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const channels = colour
    .match(/\d+/g)!
    .slice(0, 3)
    .map((text) => Number(text) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
