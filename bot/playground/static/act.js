// Clicks and choices in messages, modals and the Home tab.
import { act, here } from "./control.js";
import { answersIn, submitModal } from "./modal.js";

export function watchActions() {
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("keydown", onEnter);
  document.getElementById("modal").addEventListener("submit", submitModal);
  document.getElementById("modal").addEventListener("cancel", (event) => {
    event.preventDefault();
    act("close", {});
  });
}

async function onClick(event) {
  const target = event.target.closest("button, a");
  if (!target) return;
  const message = target.closest(".message");
  if (target.dataset.dismiss) document.getElementById(target.dataset.dismiss)?.remove();
  else if ("close" in target.dataset) act("close", {});
  else if (target.dataset.react) act("react", { ...place(message), name: target.dataset.react });
  else if ("delete" in target.dataset) act("delete", place(message));
  else if (target.dataset.shortcut) act("shortcut", { ...place(message), callback_id: target.dataset.shortcut });
  else if (target.dataset.action) await press(target);
}

async function press(target) {
  if (target.dataset.confirm && !(await isConfirmed(JSON.parse(target.dataset.confirm)))) return;
  target.closest("details")?.removeAttribute("open");
  if ("keepsPress" in target.dataset) markPressed(target);
  target.ariaBusy = "true";
  await use(target, target.dataset.value);
  target.ariaBusy = null;
}

function onChange(event) {
  const field = event.target.closest("[data-input]");
  if (!field || isTyped(field)) return;
  const block = field.closest(".input");
  if (block && !("dispatches" in block.dataset)) return;
  use(field, answersIn(field.parentElement)[field.dataset.input]);
}

// Slack tells of what is typed when Enter is pressed, not when the box is left.
function onEnter(event) {
  const field = event.target.closest("[data-dispatches] [data-input]");
  if (event.key !== "Enter" || !field || !isTyped(field)) return;
  event.preventDefault();
  use(field, field.value);
}

function isTyped(field) {
  return field.matches("textarea, input[type=text]");
}

function use(element, value) {
  const view = element.closest("[data-view]");
  const common = { action_id: element.dataset.action, block_id: element.dataset.block, value };
  if (view) return act("click", { ...common, view_id: view.dataset.view, values: answersIn(view) });
  return act("click", { ...common, ...place(element.closest(".message")) });
}

function place(message) {
  return { channel: message?.dataset.channel ?? here.channel, ts: message?.dataset.ts };
}

function markPressed(target) {
  for (const one of target.parentElement.querySelectorAll("[data-keeps-press]")) one.ariaPressed = String(one === target);
}

function isConfirmed(words) {
  const dialog = document.getElementById("confirm");
  for (const part of dialog.querySelectorAll("[data-part]")) part.textContent = words[part.dataset.part]?.text ?? "";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
