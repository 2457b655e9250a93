/* While the sheet is filled in: what the days come to, as the server reckons it; and a sheet is sent once. */
for (const form of document.querySelectorAll("form[data-receipt]")) {
  const told = form.querySelector("[data-receipt-told]");
  let latest = 0;
  const ask = async () => {
    const turn = (latest += 1);
    const query = new URLSearchParams();
    for (const name of ["channel", "arrived", "signed", "confirmed"]) query.set(name, form.elements[name].value);
    const answer = await fetch(`${form.dataset.receipt}?${query}`, { headers: { Accept: "application/json" } });
    if (answer.ok && turn === latest) told.textContent = (await answer.json()).said;
  };
  form.addEventListener("change", (event) => {
    if (["channel", "arrived", "signed", "confirmed"].includes(event.target.name)) ask();
  });
  ask();
}
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", () => {
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
    });
  });
}
// Come back to with the browser's own button, a form may be sent again.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[data-once] button")) button.disabled = false;
});
