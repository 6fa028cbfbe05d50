/** Messages drawn as a page, close to how Slack shows them: to look at what the bot says without a workspace. */
import type { types } from '@slack/bolt'
import { html, Markup } from '../tools/report/markup.ts'
import type { ActionElement, Block, SlackMessage } from './blocks.ts'

/** `caption`: what brought it. */
export type Drawn = { caption: string; message: SlackMessage } | { caption: string; view: types.ModalView }

export function renderHtml(title: string, drawn: readonly Drawn[]): string {
  const messages = drawn.map(
    (each) =>
      html`<section><h2>${each.caption}</h2>${'view' in each ? dialogHtml(each.view) : messageHtml(each.message)}</section>`,
  )
  const page = html`<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${new Markup(STYLE)}</style><main>${messages}</main></html>`
  return page.source
}

function messageHtml({ blocks }: SlackMessage): Markup {
  return html`<article><div class="face">C</div><div class="body"><p class="who"><b>Crew</b> <span>APP</span></p>${blocks.map(blockHtml)}</div></article>`
}

function dialogHtml({ title, blocks, submit, close }: types.ModalView): Markup {
  const foot = html`<div class="actions foot">${close && html`<button>${close.text}</button>`}${submit && html`<button class="primary">${submit.text}</button>`}</div>`
  return html`<article class="dialog"><div class="body"><h3>${title.text}</h3><hr>${(blocks as Block[]).map(blockHtml)}<hr>${foot}</div></article>`
}

function blockHtml(block: Block): Markup {
  switch (block.type) {
    case 'header':
      return html`<h3>${block.text.text}</h3>`
    case 'divider':
      return html`<hr>`
    case 'section':
      return html`<div class="section"><div>${block.text && textHtml(block.text)}${block.fields && html`<div class="fields">${block.fields.map((field) => html`<div>${textHtml(field)}</div>`)}</div>`}</div>${block.accessory && elementHtml(block.accessory as ActionElement)}</div>`
    case 'context':
      return html`<p class="context">${block.elements.map((element) => ('text' in element ? textHtml(element) : ''))}</p>`
    case 'actions':
      return html`<div class="actions">${block.elements.map(elementHtml)}</div>`
    case 'input':
      return html`<div class="input"><b>${block.label.text}</b>${block.optional ? html` <small>(optional)</small>` : ''}${inputHtml(block.element)}${block.hint && html`<small>${block.hint.text}</small>`}</div>`
    default:
      return html`<p class="context">(${block.type})</p>`
  }
}

function elementHtml(element: ActionElement): Markup {
  if (element.type === 'button') return html`<button class="${element.style ?? ''}">${element.text.text}</button>`
  const placeholder = 'placeholder' in element ? element.placeholder?.text : undefined
  return html`<button class="select">${placeholder ?? '⋯'} ▾</button>`
}

function inputHtml(element: object): Markup {
  const value = 'initial_value' in element ? String(element.initial_value) : ''
  return html`<div class="field">${value}</div>`
}

function textHtml({ type, text }: { type: string; text: string }): Markup {
  return type === 'plain_text' ? html`${text}` : new Markup(mrkdwnHtml(text))
}

/** Slack's markup as HTML. Its text is escaped as HTML wants it already: `&`, `<` and `>` are entities. */
function mrkdwnHtml(markup: string): string {
  return markup
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part) => {
      if (part.startsWith('```')) return `<pre>${part.slice(3, -3).trim()}</pre>`
      if (part.startsWith('`') && part.endsWith('`') && part.length > 1) return `<code>${part.slice(1, -1)}</code>`
      return part
        .replace(/^\n/, '')
        .replace(/<!date\^\d+\^[^|>]*\|([^>]*)>/g, '<time>$1</time>')
        .replace(/<@([^>]+)>/g, '<mark>@$1</mark>')
        .replace(/<(https?:[^|>]+)\|([^>]*)>/g, '<a href="$1">$2</a>')
        .replace(/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])/gu, '<b>$1</b>')
        .replace(/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])/gu, '<i>$1</i>')
        .replaceAll(/^> ?(.*)\n?/gm, '<blockquote>$1</blockquote>')
        .replaceAll('\n', '<br>')
    })
    .join('')
}

const STYLE = `
body{margin:0;background:#f4f3f6;font:15px/1.46 Lato,"Helvetica Neue",Arial,"Noto Color Emoji",sans-serif;color:#1d1c1d}
main{max-width:680px;margin:24px auto}
h2{font-size:13px;font-weight:400;color:#616061;margin:28px 0 6px}
article{display:flex;gap:10px;background:#fff;border:1px solid #e3e1e6;border-radius:8px;padding:12px 16px}
.face{flex:none;width:36px;height:36px;border-radius:6px;background:#3f46ad;color:#fff;display:grid;place-items:center;font-weight:700}
.body{flex:1;min-width:0}
.who{margin:0 0 4px}.who span{font-size:10px;background:#e8e8e8;color:#616061;padding:1px 3px;border-radius:2px}
h3{font-size:18px;margin:8px 0}
hr{border:0;border-top:1px solid #ddd;margin:12px 0}
.section{display:flex;gap:12px;justify-content:space-between;margin:8px 0;overflow-wrap:anywhere}
.section>div{flex:1;min-width:0}
.section>button{flex:none;align-self:flex-start}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:8px 16px}
.context{font-size:12px;color:#616061;margin:6px 0}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}
button{font:inherit;font-size:13px;font-weight:700;background:#fff;border:1px solid #c9c8cb;border-radius:4px;padding:4px 12px;color:#1d1c1d}
button.primary{background:#007a5a;border-color:#007a5a;color:#fff}
button.danger{border-color:#e01e5a;color:#e01e5a}
button.select{font-weight:400;color:#616061;min-width:220px;text-align:left}
pre{font:12px/1.5 Monaco,Menlo,"DejaVu Sans Mono",monospace;background:#f8f8f8;border:1px solid #ddd;border-radius:4px;padding:8px;margin:4px 0;overflow-x:auto}
blockquote{margin:2px 0;padding-left:10px;border-left:4px solid #ddd}
code{font:12px Monaco,Menlo,"DejaVu Sans Mono",monospace;background:#f8f8f8;border:1px solid #ddd;border-radius:3px;padding:1px 3px;color:#e01e5a}
mark{background:#f2c74466;color:#1264a3}a{color:#1264a3}
.dialog{max-width:520px;box-shadow:0 4px 16px #0002}.foot{justify-content:flex-end}
.input{margin:10px 0}.field{border:1px solid #868686;border-radius:4px;padding:8px;min-height:20px;white-space:pre-wrap;margin-top:4px}
small{color:#616061}
`
