/* The editor hands its text to the form a quarter of a second after the last key: wait for it, so that no last word is lost. */
for (const form of document.querySelectorAll("form[data-with-editor]")) {
  let waited = false;
  form.addEventListener("submit", (event) => {
    if (waited) return;
    event.preventDefault();
    const button = event.submitter;
    setTimeout(() => {
      waited = true;
      form.requestSubmit(button);
    }, 300);
  });
}
