// The look of the chat, for its shadow root: a constructed sheet passes a policy without inline styles.
const dark = `
  --sheet: #1a1e22; --shade: #252b31; --line: #2c3238; --line-strong: #737d87; --ink: #e8eaec; --ink-2: #b0b7bf; --ink-3: #9aa2ab;
  --accent: #6cc3d2; --accent-ink: #0b1f24; --accent-soft: #16323a; --accent-hover: #8ad2de; --bad: #ff8a80; --bad-soft: #3a1c1a; --warn: #f0b35a; --warn-soft: #352712;
  --shadow: 0 2px 6px rgb(0 0 0 / .4), 0 12px 40px rgb(0 0 0 / .5);`;

const text = `
:host {
  --sheet: #ffffff; --shade: #f3f1ec; --line: #e5e1d8; --line-strong: #8d877a; --ink: #1f2328; --ink-2: #545b64; --ink-3: #676e77;
  --accent: #0f5c6e; --accent-ink: #ffffff; --accent-soft: #e2eff1; --accent-hover: #0b4a59; --bad: #b3261e; --bad-soft: #fbe9e7; --warn: #8a5000; --warn-soft: #fdf0d9;
  --shadow: 0 2px 6px rgb(31 35 40 / .08), 0 12px 40px rgb(31 35 40 / .18);
  --font: Inter, "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif;
  all: initial; color-scheme: light; display: flex; font: 15px/1.55 var(--font); color: var(--ink); text-autospace: normal;
}
@media (prefers-color-scheme: dark) { :host(:not([data-theme="light"])) { color-scheme: dark; ${dark} } }
:host([data-theme="dark"]) { color-scheme: dark; ${dark} }
:host([data-place="page"]) { flex: 1; min-height: 0; min-width: 0; }
:host([data-place="corner"]) { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; flex-direction: column; align-items: flex-end; gap: 12px; }
* { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
button, input, select, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
svg { width: 20px; height: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.chat { flex: 1; min-height: 0; min-width: 0; width: 100%; display: flex; flex-direction: column; position: relative; background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; overflow-wrap: anywhere; }
:host([data-place="corner"]) .chat { width: 390px; max-width: calc(100vw - 40px); height: 620px; max-height: calc(100vh - 112px); max-height: calc(100dvh - 112px); flex: none; box-shadow: var(--shadow); animation: rise .16s ease-out; }
@keyframes rise { from { opacity: 0; transform: translateY(8px); } }

.head { display: flex; gap: 8px; align-items: center; padding: 12px 10px 12px 16px; border-bottom: 1px solid var(--line); }
.head div { flex: 1; min-width: 0; }
.head h2 { font-size: 16px; font-weight: 600; line-height: 1.4; }
.head p { font-size: 13px; color: var(--ink-2); text-wrap: balance; }
.tool { border: 0; background: none; color: var(--ink-2); width: 40px; height: 40px; border-radius: 10px; display: grid; place-items: center; flex: none; }
.tool:hover { background: var(--shade); color: var(--ink); }

.strip { margin: 12px 16px 4px; padding: 9px 14px; border-radius: 10px; font-size: 13.5px; background: var(--accent-soft); color: var(--accent); }
.strip.warn { background: var(--warn-soft); color: var(--warn); }
.strip a { color: inherit; font-weight: 600; }
.ask { margin: 12px 16px 0; padding: 12px 14px; border: 1px solid var(--line-strong); border-radius: 10px; font-size: 14px; }
.ask label { display: grid; gap: 4px; }
.ask input { width: 100%; min-height: 38px; padding: 5px 10px; border: 1px solid var(--line-strong); border-radius: 9px; background: var(--sheet); color: var(--ink); font-size: 15px; }
.ask .fault-line { padding: 6px 0 0; }
.ask .send { height: 36px; border-radius: 9px; }
.ask div { display: flex; gap: 8px; margin-top: 10px; flex-wrap: wrap; }

.thread { flex: 1; min-height: 0; overflow-y: auto; padding: 16px; display: flex; flex-direction: column; gap: 12px; overscroll-behavior: contain; }
.thread > :first-child { margin-top: auto; }
.day { align-self: center; font-size: 12.5px; color: var(--ink-3); }
.m { max-width: 84%; align-self: flex-start; display: grid; gap: 6px; justify-items: start; min-width: 0; }
.m.me { align-self: flex-end; justify-items: end; }
.b { padding: 9px 13px; border-radius: 14px; background: var(--shade); white-space: pre-wrap; max-width: 100%; }
.b.rich { white-space: normal; }
.b.rich > * + * { margin-top: 8px; }
.b ul, .b ol, .b blockquote { padding-left: 20px; }
.b code, .b pre { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; }
.b a { color: var(--accent); text-underline-offset: 2px; }
.m.me .b { background: var(--accent); color: var(--accent-ink); }
.m.me .b a { color: inherit; }
.m.pending .b { opacity: .86; }
.m.fault .b { opacity: 1; background: var(--bad-soft); color: var(--bad); }
.f { display: flex; gap: 10px; align-items: center; max-width: 100%; border: 1px solid var(--line); border-radius: 10px; padding: 8px 12px; font-size: 14px; color: var(--ink); text-decoration: none; }
a.f { color: var(--accent); }
a.f:hover { background: var(--shade); }
.f span { color: var(--ink-3); font-size: 12.5px; white-space: nowrap; font-variant-numeric: tabular-nums; }
.s { font-size: 12.5px; color: var(--ink-3); padding: 0 4px; font-variant-numeric: tabular-nums; display: flex; gap: 4px 10px; flex-wrap: wrap; }
.m.me .s { justify-content: flex-end; }
.s.bad { color: var(--bad); }
.s button { border: 0; background: none; padding: 2px; color: var(--accent); font-weight: 600; text-decoration: underline; text-underline-offset: 2px; }
.typing { padding: 0 20px 8px; font-size: 13px; color: var(--ink-2); min-height: 28px; }
.newer { position: absolute; left: 50%; transform: translateX(-50%); bottom: 84px; border: 0; border-radius: 18px; padding: 7px 16px; font-size: 13.5px; background: var(--ink); color: var(--sheet); box-shadow: var(--shadow); }

.who { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; padding: 12px 16px 4px; border-top: 1px solid var(--line); }
.who:has(+ .compose[hidden]) { padding-bottom: 16px; }
.who label { display: grid; gap: 3px; font-size: 13px; color: var(--ink-2); min-width: 0; }
.who label.wide { grid-column: 1 / -1; }
.who input, .who select { width: 100%; min-height: 38px; padding: 5px 10px; border: 1px solid var(--line-strong); border-radius: 9px; background: var(--sheet); color: var(--ink); font-size: 15px; }
.who i { font-style: normal; color: var(--ink-3); }
.who [aria-invalid="true"] { border-color: var(--bad); }

.compose { padding: 10px 12px 14px; }
.compose.line { border-top: 1px solid var(--line); }
.row { display: flex; gap: 8px; align-items: flex-end; }
.row textarea { flex: 1; min-width: 0; resize: none; height: 42px; max-height: 160px; padding: 9px 16px; line-height: 22px; border: 1px solid var(--line-strong); border-radius: 21px; background: var(--sheet); }
.row textarea::placeholder { color: var(--ink-3); opacity: 1; }
.row textarea:focus-visible { outline-offset: -1px; border-color: var(--accent); }
.send { border: 1px solid var(--accent); background: var(--accent); color: var(--accent-ink); border-radius: 21px; height: 42px; padding: 0 18px; font-weight: 500; white-space: nowrap; }
.send:hover { background: var(--accent-hover); border-color: var(--accent-hover); }
.plain { border: 1px solid var(--line-strong); background: var(--sheet); border-radius: 9px; padding: 6px 14px; min-height: 36px; }
.plain:hover { background: var(--shade); }
.chosen { list-style: none; padding: 0 0 8px; display: grid; gap: 4px; }
.chosen li { display: flex; gap: 8px; align-items: center; font-size: 13.5px; background: var(--shade); border-radius: 9px; padding: 2px 2px 2px 12px; }
.chosen b { font-weight: 500; flex: 1; min-width: 0; }
.chosen .tool { width: 32px; height: 32px; }
.fault-line { color: var(--bad); font-size: 13.5px; padding: 0 6px 8px; }

.launch { border: 0; background: var(--accent); color: var(--accent-ink); border-radius: 28px; height: 56px; padding: 0 22px 0 18px; display: flex; gap: 10px; align-items: center; font-weight: 550; box-shadow: var(--shadow); position: relative; }
.launch:hover { background: var(--accent-hover); }
.launch svg { width: 24px; height: 24px; }
.badge { background: #b3261e; color: #fff; border-radius: 11px; min-width: 22px; line-height: 22px; padding: 0 7px; font-size: 13px; font-weight: 600; text-align: center; }
@media (max-width: 480px) {
  :host([data-place="corner"]) { right: 12px; bottom: 12px; }
  :host([data-place="corner"][data-open]) { inset: 0; }
  :host([data-place="corner"][data-open]) .launch { display: none; }
  :host([data-place="corner"]) .chat { width: 100%; max-width: none; height: 100%; max-height: none; border: 0; border-radius: 0; }
  :host([data-place="page"]) .chat { border-width: 1px 0 0; border-radius: 0; }
  .head { padding-top: 10px; padding-bottom: 10px; }
}
@media (max-width: 620px) { :host([data-place="page"]) .chat { border-width: 0; border-radius: 0; } }
@media (max-height: 520px) { .who { grid-template-columns: 1fr 1fr 1fr; } .who label.wide { grid-column: auto; } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
`;

export function dress(root) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets = [sheet];
}
