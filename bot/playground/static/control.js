// Acts as the page's person: every act is one POST to /control/.
export const here = document.body.dataset;

export async function act(name, body) {
  let answer;
  try {
    const response = await fetch(`/control/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ person: here.person, ...body }),
    });
    answer = await response.json();
  } catch {
    answer = { ok: false, error: "lost" };
  }
  if (!answer.ok) complain(answer.error);
  return answer;
}

let hiding = 0;
export function complain(code) {
  const line = document.getElementById("trouble");
  line.textContent = troubleText(code) || troubleText("other");
  line.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { line.hidden = true; }, 7000);
}

export function stopComplaining() {
  document.getElementById("trouble").hidden = true;
}

export function troubleText(code) {
  return document.querySelector(`template[data-trouble="${CSS.escape(code)}"]`)?.content.textContent ?? "";
}
