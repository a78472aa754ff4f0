// The modal: shown, filled in, sent off; what was typed survives a change of the view.
import { act, troubleText } from "./control.js";

const dialog = document.getElementById("modal");

export function showModal() {
  if (dialog.querySelector("form") && !dialog.open) dialog.showModal();
}

export function setModal(html) {
  const old = dialog.querySelector("form");
  const typed = old ? answersIn(old) : {};
  const oldId = old?.dataset.view;
  dialog.innerHTML = html;
  if (!html) {
    dialog.close();
    return;
  }
  const form = dialog.querySelector("form");
  if (form.dataset.view === oldId) restore(form, typed);
  showModal();
}

export function answersIn(place) {
  const answers = {};
  for (const field of place.querySelectorAll("[data-input]")) {
    const ticks = [...field.querySelectorAll("input")];
    answers[field.dataset.input] = ticks.length
      ? ticks.filter((tick) => tick.checked).map((tick) => tick.value)
      : field.value;
  }
  return answers;
}

export async function submitModal(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("[type=submit]");
  button.ariaBusy = "true";
  const answer = await act("submit", { view_id: form.dataset.view, values: answersIn(form) });
  button.ariaBusy = null;
  showErrors(form, answer.errors ?? {});
}

function restore(form, typed) {
  for (const field of form.querySelectorAll("[data-input]")) {
    const value = typed[field.dataset.input];
    if (typeof value === "string" && "value" in field) field.value = value;
    else if (value) for (const tick of field.querySelectorAll("input")) tick.checked = value.includes(tick.value);
  }
}

function showErrors(form, errors) {
  for (const block of form.querySelectorAll(".input")) {
    const code = errors[block.dataset.block];
    const line = block.querySelector(".error");
    line.textContent = code || troubleText("required");
    line.hidden = code === undefined;
    block.classList.toggle("has-error", code !== undefined);
  }
  form.querySelector(".has-error [data-input]")?.focus();
}
