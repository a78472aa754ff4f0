// Keeps the page current: news arrive as HTML made by the server, and are put where they belong.
import { complain, here, stopComplaining } from "./control.js";
import { setModal } from "./modal.js";

const WIDE = matchMedia("(min-width: 1001px)");

export function followNews() {
  const query = new URLSearchParams({ as: here.person, channel: here.channel, since: here.number });
  const source = new EventSource(`/live?${query}`);
  source.onmessage = (event) => take(JSON.parse(event.data));
  source.onerror = () => complain("lost");
  source.onopen = stopComplaining;
  addEventListener("pagehide", () => source.close());
}

function take(news) {
  switch (news.kind) {
    case "message": return news.channel === here.channel ? putMessage(news) : markUnread(news.channel);
    case "gone": return everyCopy(news.ts).forEach((copy) => copy.remove());
    case "status": return putStatus(news.html);
    case "prompts": return document.getElementById("welcome") ? undefined : fill("suggested", news.html);
    case "home": return fill("home", news.html);
    case "modal": return setModal(news.html);
    case "reload": return location.reload();
  }
}

function putMessage(news) {
  const copies = everyCopy(news.ts);
  const isReply = news.thread_ts !== news.ts;
  if (copies.length) copies.forEach((copy) => copy.replaceWith(made(news.html)));
  else if (isReply && news.thread_ts === here.thread) append("thread-list", news);
  else if (!isReply) append("channel-list", news);
  else if (news.own_thread && news.from_app) openThread(news.thread_ts);
  putStatus(news.status_html);
}

function append(listId, news) {
  const list = document.getElementById(listId);
  if (!list) return;
  const pane = list.closest(".messages");
  const wasAtEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 160;
  list.append(made(news.html));
  if (wasAtEnd) showNewest(pane);
}

// The end of the list, but never past the first line of a long newest message.
export function showNewest(pane) {
  pane.scrollTop = pane.scrollHeight;
  const newest = pane.querySelector(".message-list > :last-child");
  const hidden = newest ? pane.getBoundingClientRect().top - newest.getBoundingClientRect().top : 0;
  if (hidden > 0) pane.scrollTop -= hidden + 8;
}

// The coach answers in threads; on a wide screen the answer opens beside the question, unless someone is writing.
function openThread(threadTs) {
  const isWriting = [...document.querySelectorAll(".composer textarea")].some((area) => area.value);
  if (WIDE.matches && !here.thread && !isWriting) {
    location.assign(`/?${new URLSearchParams({ as: here.person, channel: here.channel, thread: threadTs })}`);
  }
}

function everyCopy(ts) {
  return document.querySelectorAll(`.message[data-ts="${CSS.escape(ts)}"]`);
}

function putStatus(html) {
  for (const line of document.querySelectorAll("[data-status]")) if (line.innerHTML !== html) line.innerHTML = html;
}

function markUnread(channelId) {
  const mark = document.querySelector(`[data-for-channel="${CSS.escape(channelId)}"] .unread`);
  if (mark) mark.hidden = false;
}

function fill(id, html) {
  const place = document.getElementById(id);
  if (place) place.innerHTML = html;
}

function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}
