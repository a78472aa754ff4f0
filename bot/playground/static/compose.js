// The composer: Enter sends, @ and / offer completions, files are attached.
import { act, complain, here, stopComplaining } from "./control.js";

const FILE_BYTES_MAX = 50 * 1024 * 1024;
const WORD_AT_END = /(?:^|\s)([@#][a-z0-9_-]*)$/i;
const COMMAND = /^(\/[a-z ]*)$/i;

export function watchComposers() {
  for (const form of document.querySelectorAll(".composer")) watch(form);
  document.addEventListener("click", (event) => {
    const sample = event.target.closest("[data-say]");
    if (sample) say(sample.dataset.say, "");
  });
  const last = [...document.querySelectorAll(".composer textarea")].at(-1);
  if (last && matchMedia("(min-width: 721px)").matches) last.focus();
}

async function say(text, threadTs) {
  document.getElementById("welcome")?.remove();
  document.getElementById("suggested")?.replaceChildren();
  stopComplaining();
  const isCommand = text.startsWith("/") && !threadTs;
  const body = { channel: here.channel, text };
  if (!isCommand && threadTs) body.thread_ts = threadTs;
  return act(isCommand ? "command" : "say", body);
}

function watch(form) {
  const area = form.querySelector("textarea");
  const list = form.querySelector(".completions");
  const grow = () => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = area.value.trim();
    if (!text) return;
    area.value = "";
    list.hidden = true;
    grow();
    const answer = await say(text, form.dataset.thread);
    if (!answer.ok && !area.value) area.value = text;
  });
  area.addEventListener("input", () => {
    grow();
    offer(area, list);
  });
  area.addEventListener("keydown", (event) => onKey(event, form, area, list));
  area.addEventListener("blur", () => setTimeout(() => { list.hidden = true; }, 150));
  form.addEventListener("click", (event) => {
    const insert = event.target.closest("[data-insert]");
    const row = event.target.closest(".completions li");
    if (insert) put(area, insert.dataset.insert);
    if (row) complete(area, list, row);
  });
  form.querySelector("input[type=file]").addEventListener("change", (event) => share(event.target, form));
}

function onKey(event, form, area, list) {
  if (event.isComposing) return;
  const rows = [...list.children];
  if (!list.hidden && rows.length && ["ArrowDown", "ArrowUp", "Tab", "Enter", "Escape"].includes(event.key)) {
    event.preventDefault();
    const at = rows.findIndex((row) => row.ariaSelected === "true");
    if (event.key === "Escape") list.hidden = true;
    else if (event.key.startsWith("Arrow")) select(rows, (at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length);
    else complete(area, list, rows[Math.max(at, 0)]);
    return;
  }
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
}

function offer(area, list) {
  const before = area.value.slice(0, area.selectionStart);
  const started = WORD_AT_END.exec(before)?.[1] ?? COMMAND.exec(before)?.[1];
  const all = [...document.getElementById("completion-list").content.querySelectorAll("li")];
  const fitting = started ? all.filter((row) => row.dataset.text.startsWith(started.toLowerCase())) : [];
  const rows = fitting.map((row) => row.cloneNode(true));
  for (const row of rows) row.setAttribute("role", "option");
  list.replaceChildren(...rows);
  list.hidden = !rows.length || rows.some((row) => row.dataset.text === started);
  select(rows, 0);
}

function select(rows, at) {
  rows.forEach((row, index) => { row.ariaSelected = String(index === at); });
  rows[at]?.scrollIntoView({ block: "nearest" });
}

function complete(area, list, row) {
  const before = area.value.slice(0, area.selectionStart);
  const started = WORD_AT_END.exec(before)?.[1] ?? COMMAND.exec(before)?.[1] ?? "";
  const kept = before.slice(0, before.length - started.length);
  const after = area.value.slice(area.selectionStart);
  area.value = `${kept}${row.dataset.text} ${after}`;
  list.hidden = true;
  area.focus();
}

function put(area, text) {
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.focus();
}

async function share(input, form) {
  const file = input.files[0];
  input.value = "";
  if (!file) return;
  if (file.size > FILE_BYTES_MAX) {
    complain("file_too_large");
    return;
  }
  const reader = new FileReader();
  reader.onload = () => {
    const content = reader.result.slice(reader.result.indexOf(",") + 1);
    const body = { channel: here.channel, name: file.name, content_base64: content };
    if (form.dataset.thread) body.thread_ts = form.dataset.thread;
    act("share_file", body);
  };
  reader.readAsDataURL(file);
}
