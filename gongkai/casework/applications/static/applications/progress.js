/* Long work shown as it goes: the region is fetched anew and put in place, so that nothing else on the page moves and the words are read out
   only when they change. Without scripts the page asks for itself again (noscript in the head). */
const region = () => document.querySelector("[data-progress]");
async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const found = answer && answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
  if (found && found.innerHTML !== region().innerHTML) {
    const [before, after] = [region(), found].map((one) => one.querySelector("progress"));
    const [said, says] = [region(), found].map((one) => one.querySelector("[role=status]"));
    if (before && after && found.childElementCount === region().childElementCount) {
      before.value = after.value;
      if (said && says) said.textContent = says.textContent;
    } else {
      region().innerHTML = found.innerHTML;
      region().dataset.progress = found.dataset.progress;
    }
  }
  if (region().dataset.progress === "going") setTimeout(look, 2000);
}
setTimeout(look, 1000);
