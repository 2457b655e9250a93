/* Openness comes first: a reason is asked only where one is needed, and 国家秘密 closes everything but unit and count. */
for (const form of document.querySelectorAll("form[data-register]")) {
  const ground = form.elements.ground;
  const follow = () => {
    const open = !["on_request", "withheld"].includes(form.elements.openness.value);
    if (open && ground.value) ground.value = "";
    const secret = ground.value === "state_secret";
    form.toggleAttribute("data-open", open);
    form.toggleAttribute("data-secret", secret);
    // What is closed is not sent either.
    for (const part of form.querySelectorAll("[data-unless-secret]")) {
      for (const field of part.querySelectorAll("input, textarea, select")) field.disabled = secret;
    }
    for (const field of form.querySelectorAll("[data-unless-open] textarea")) field.disabled = open || secret;
  };
  form.addEventListener("change", follow);
  follow();
}
