// A fresh server: the one-time link makes the first person, once.
import { equal } from 'node:assert/strict'
import { OWNER } from '../person.mjs'

export const needs = 'FLOWVAULT_SETUP_LINK'

export async function journey({ page, browser, open }) {
  await page.goto('/')
  await page.getByRole('heading', { name: 'Welcome to Flowvault' }).waitFor()

  await page.goto(new URL(process.env.FLOWVAULT_SETUP_LINK).href)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password)
  await page.getByRole('button', { name: 'Create the owner' }).click()
  await page.waitForURL(url => url.pathname === '/' || url.pathname.startsWith('/t/'))
  equal(page.url().includes('#'), false, 'the token has left the address')

  const stranger = await open(browser)
  await stranger.page.goto(new URL(process.env.FLOWVAULT_SETUP_LINK).href)
  await stranger.page.getByText('Already set up').waitFor()
}
