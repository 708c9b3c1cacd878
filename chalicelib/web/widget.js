/* Contact panel of the desk: chat and form. <script src="https://desk.example/widget.js" data-desk="https://desk.example" async></script> */
(() => {
  "use strict";
  const TEXTS = "TEXTS";
  const STYLE = `
:host{all:initial;--ground:#fff;--text:#16232b;--soft:#4d5d66;--line:#7b8a93;--accent:#0b5d7a;--on:#fff;--own:#e2f0f5}
@media (prefers-color-scheme:dark){:host{--ground:#182730;--text:#eef3f5;--soft:#b9c6cd;--line:#8496a0;--accent:#7cc4dd;--on:#06202b;--own:#26404d}}
*{box-sizing:border-box;font:16px/1.45 system-ui,sans-serif;color:var(--text)}
[hidden]{display:none!important}
button{min-height:44px;min-width:44px;padding:0 16px;border:1px solid var(--accent);border-radius:8px;background:var(--accent);color:var(--on);cursor:pointer}
button[aria-pressed=false],.close{background:transparent;color:var(--text);border-color:var(--line)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.open{position:fixed;right:16px;bottom:16px;border-radius:24px;z-index:2147483000}
.open b{color:var(--on);font-weight:700;margin-left:8px}
.panel{position:fixed;right:8px;bottom:72px;width:min(380px,calc(100vw - 16px));height:min(560px,calc(100vh - 88px));height:min(560px,calc(100dvh - 88px));display:flex;flex-direction:column;
background:var(--ground);border:1px solid var(--line);border-radius:12px;z-index:2147483000;overflow:hidden}
header,nav{display:flex;gap:8px;align-items:center;padding:8px 12px}
h2{flex:1;margin:0;font-weight:700}
.log{flex:1;overflow-y:auto;padding:8px 12px;min-height:48px}
.log p{margin:0 0 8px;padding:8px 12px;border-radius:8px;border:1px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere;max-width:90%}
.log p.own{background:var(--own);margin-left:10%}
.log a{color:var(--accent)}
.log span{display:block;font-size:13px;color:var(--soft)}
form{display:flex;flex-direction:column;gap:8px;padding:8px 12px;overflow-y:auto}
form.letter{flex:1;min-height:0}
form.letter label:last-of-type{flex:1;display:flex;flex-direction:column;min-height:88px}
form.letter textarea{flex:1;min-height:44px}
form.letter button{flex:none}
form.line{flex-direction:row;align-items:flex-end}
form.line label{flex:1}
label{display:block;font-size:14px;color:var(--soft)}
input,textarea{display:block;width:100%;margin-top:4px;min-height:44px;padding:8px;border:1px solid var(--line);border-radius:8px;background:var(--ground)}
textarea{resize:vertical}
.status{margin:0;padding:0 12px 8px;font-size:14px}`;
  const script = document.currentScript;
  const data = script.dataset;
  const desk = (data.desk || new URL(script.src).origin).replace(/\/+$/, "");
  const wished = (data.language || document.documentElement.lang || navigator.language || "en").slice(0, 2).toLowerCase();
  const language = TEXTS[wished] ? wished : "en";
  const say = TEXTS[language];
  const KEY = `desk ${desk}`;
  const QUICK = 2000, SLOW = 20000, CLOSED = 60000;

  const load = () => { try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; } };
  const keep = () => { try { localStorage.setItem(KEY, JSON.stringify(visit)); } catch { /* the visit ends with the page */ } };
  const name = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  let visit = load(), version = "", shown = 0, wait = QUICK, timer = 0, pending = null, busy = false, last = "";

  /* -- the page's own parts; words are only ever put in as text -- */
  const make = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false) element.setAttribute(key, value);
    }
    element.append(...inside);
    return element;
  };
  const field = (label, tag, attributes) => {
    const input = make(tag, attributes);
    return [make("label", {}, label, input), input];
  };
  const host = make("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const news = make("b", { hidden: true });
  const opener = make("button", { type: "button", class: "open", "aria-expanded": "false", onclick: () => toggle() }, say.open, news);
  const log = make("div", { class: "log", role: "log", "aria-label": say.log, tabindex: "0" });
  const status = make("p", { class: "status", role: "status" });
  const [wordsLabel, words] = field(say.write, "textarea", { rows: 2, maxlength: 4000, required: true });
  const chat = make("form", { class: "line", onsubmit: (event) => submit(event, sendLine) }, wordsLabel, make("button", {}, say.send));
  const [nameLabel, nameInput] = field(say.name, "input", { maxlength: 100, autocomplete: "name" });
  const [mailLabel, mailInput] = field(say.email, "input", { type: "email", maxlength: 250, required: true, autocomplete: "email" });
  const [subjectLabel, subjectInput] = field(say.subject, "input", { maxlength: 150 });
  const [letterLabel, letter] = field(say.write, "textarea", { rows: 5, maxlength: 4000, required: true });
  const form = make("form", { class: "letter", hidden: true, onsubmit: (event) => submit(event, sendForm) },
    nameLabel, mailLabel, subjectLabel, letterLabel, make("button", {}, say.send));
  const tabs = [["chat", true], ["form", false]].map(([key, pressed]) =>
    make("button", { type: "button", "aria-pressed": String(pressed), onclick: () => choose(key) }, say[key]));
  const closer = make("button", { type: "button", class: "close", "aria-label": say.close, onclick: () => toggle(false) }, "×");
  const panel = make("section", { class: "panel", role: "dialog", "aria-label": say.title, hidden: true },
    make("header", {}, make("h2", {}, say.title), closer), make("nav", {}, ...tabs), log, chat, form, status);
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") toggle(false); });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); chat.requestSubmit(); }
  });
  nameInput.value = data.name || "";
  root.append(opener, panel);

  const toggle = (open = panel.hidden) => {
    panel.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) { news.hidden = true; (form.hidden ? words : mailInput).focus(); log.scrollTop = log.scrollHeight; } else opener.focus();
    hurry();
  };
  const choose = (key) => {
    const isForm = key === "form";
    form.hidden = !isForm;
    chat.hidden = log.hidden = isForm;
    tabs.forEach((tab, position) => tab.setAttribute("aria-pressed", String((position === 1) === isForm)));
    status.textContent = "";
    (isForm ? mailInput : words).focus();
  };
  const worded = (text) => text.split(/(https:\/\/[^\s<>"]*[^\s<>"'.,:;!?)\]])/).map((part, at) =>
    at % 2 ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part);
  const line = (who, text, own) => make("p", { class: own ? "own" : "desk" }, make("span", {}, who), ...(own ? [text] : worded(text)));
  /* Only what is new is added, so that a screen reader says it once and whoever reads further up stays there. */
  const show = (lines) => {
    const others = lines.filter((one) => !one.own).length;
    const after = lines.findIndex((one) => one.id === last) + 1, fresh = lines.slice(after);
    if (!after) log.replaceChildren(line(say.title, say.hello, false));
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
    log.append(...fresh.map((one) => line(one.own ? say.you : one.name || say.title, one.text, one.own)));
    if (atEnd || fresh.some((one) => one.own)) log.scrollTop = log.scrollHeight;
    last = lines.length ? lines[lines.length - 1].id : "";
    if (panel.hidden && others > shown) { news.textContent = String(others - shown); news.hidden = false; } else shown = others;
  };

  /* -- the desk -- */
  const call = (path, method, body, headers = {}) => fetch(`${desk}/hooks/web${path}`, {
    method, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", body: body && JSON.stringify(body),
    headers: { ...(body ? { "Content-Type": "application/json" } : {}), ...(visit.pass ? { Authorization: `Bearer ${visit.pass}` } : {}), ...headers },
  });
  const begin = async () => {
    const answer = await call("/visits", "POST", data.user ? { user: { id: data.user, hash: data.hash || "" } } : {});
    if (!answer.ok) throw answer;
    const before = visit.visitor;
    visit = await answer.json();
    if (visit.visitor !== before) version = "";
    visit.user = data.user || "";
    keep();
  };
  const bring = async (event, again = true) => {
    if (!visit.pass || (visit.user || "") !== (data.user || "")) { visit = {}; await begin(); }
    const body = { visitor: visit.visitor, account: visit.account, name: nameInput.value, language, events: [event] };
    const answer = await call("", "POST", body);
    if (answer.status === 401 && again) { visit = {}; return bring(event, false); }
    if (!answer.ok) throw answer;
    return answer.json();
  };
  const submit = async (event, send) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    status.textContent = "";
    try { await send(); } catch (fault) { status.textContent = fault.status === 429 ? say.slow : say.failed; } finally { busy = false; }
    hurry();
  };
  const numbered = (key) => { if (!pending || pending.key !== key) pending = { key, id: name() }; return pending.id; };
  const sendLine = async () => {
    const text = words.value.trim();
    if (!text) return;
    await bring({ type: "message", id: numbered(text), text, page: location.host + location.pathname });
    pending = null;
    words.value = "";
  };
  const sendForm = async () => {
    const [email, subject, text] = [mailInput.value.trim(), subjectInput.value, letter.value.trim()];
    const told = await bring({ type: "form", id: numbered(email + subject + text), name: nameInput.value, email, subject, text });
    pending = null;
    subjectInput.value = letter.value = "";
    status.textContent = told.confirm ? say.confirm : say.sent;
  };
  const look = async () => {
    if (!visit.pass || document.hidden) return;
    try {
      const answer = await call("", "GET", null, version ? { "If-None-Match": version } : {});
      if (status.textContent === say.gone) status.textContent = "";
      if (answer.status === 401) { visit = {}; keep(); }
      if (answer.status === 200) {
        version = answer.headers.get("ETag");
        wait = QUICK;
        show((await answer.json()).lines);
      }
    } catch { status.textContent = say.gone; }
  };
  const round = async () => {
    clearTimeout(timer);
    await look();
    wait = Math.min(wait * 1.3, SLOW);
    clearTimeout(timer);
    if (visit.pass && !document.hidden) timer = setTimeout(round, panel.hidden ? CLOSED : wait);
  };
  const hurry = () => { wait = QUICK; round(); };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) hurry(); });

  const start = () => { document.body.append(host); show([]); hurry(); };
  if (document.body) start(); else document.addEventListener("DOMContentLoaded", start);
})();
