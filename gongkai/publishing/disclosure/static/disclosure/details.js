/* Another kind asks for other things: fetch its fields without leaving the page. What was typed for the kind before stays in the form,
   out of sight, and comes back with that kind; the server asks before it is given up. Without this script the fields come after saving. */
for (const place of document.querySelectorAll("[data-details]")) {
  const kind = place.closest("form").elements.kind;
  const typed = (group) => [...group.querySelectorAll("input, select, textarea")].some((field) => field.value.trim());
  let wanted = 0;
  kind.addEventListener("change", async () => {
    const turn = ++wanted;
    for (const group of place.querySelectorAll("[data-details-of]")) {
      if (group.dataset.detailsOf === kind.value) continue;
      if (typed(group)) group.hidden = true;
      else group.remove();
    }
    place.querySelector("[data-asked]")?.remove();
    const answer = kind.value && (await fetch(`${place.dataset.details}?kind=${kind.value}`, { credentials: "same-origin" }));
    if (!answer || !answer.ok || turn !== wanted) return;
    const fresh = document.createElement("div");
    fresh.innerHTML = await answer.text();
    const kept = place.querySelector(`[data-details-of="${kind.value}"]`);
    if (kept) {
      kept.hidden = false;
      fresh.querySelector("[data-details-of]")?.remove();
    }
    place.append(...fresh.childNodes);
  });
}
/* The first sentence of the text may be taken over as the summary, by hand. */
for (const offered of document.querySelectorAll("[data-offered]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-secondary";
  button.textContent = "用作内容概述";
  button.addEventListener("click", () => {
    const summary = document.getElementById(offered.dataset.offered);
    summary.value = offered.textContent;
    summary.focus();
  });
  offered.after(" ", button);
}
