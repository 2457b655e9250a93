// Large type is remembered; the date and a print button are shown where a script runs. Everything works without this file.
(function () {
  "use strict";
  var root = document.documentElement;
  var kept = null;
  try { kept = localStorage.getItem("elder"); } catch (refused) { /* no storage: the choice lasts for the page */ }
  if (kept === "1") { root.classList.add("elder"); }
  document.addEventListener("DOMContentLoaded", function () {
    var choice = document.getElementById("elder");
    choice.checked = root.classList.contains("elder");
    choice.addEventListener("change", function () {
      root.classList.toggle("elder", choice.checked);
      try { localStorage.setItem("elder", choice.checked ? "1" : "0"); } catch (refused) { /* as above */ }
    });
    document.querySelectorAll("[data-today]").forEach(function (place) {
      place.textContent = new Intl.DateTimeFormat("zh-CN", { dateStyle: "full", timeZone: "Asia/Shanghai" }).format(new Date());
      place.hidden = false;
    });
    // What the search box offers while somebody types: asked for once the typing rests.
    document.querySelectorAll("[data-suggest]").forEach(function (box) {
      var rest = 0;
      box.addEventListener("input", function () {
        clearTimeout(rest);
        rest = setTimeout(function () {
          fetch(box.dataset.suggest + "?q=" + encodeURIComponent(box.value)).then(function (answer) { return answer.json(); }).then(function (said) {
            box.list.replaceChildren.apply(box.list, said.suggestions.map(function (text) {
              var option = document.createElement("option");
              option.value = text;
              return option;
            }));
          }, function () { /* nothing to offer */ });
        }, 150);
      });
    });
    // On a phone the ways to narrow a list start folded.
    if (window.matchMedia("(max-width: 40rem)").matches) {
      document.querySelectorAll(".facets details").forEach(function (fold) { fold.open = false; });
    }
    // What is about the same matter is asked for when a reader comes near it; the link leads to the same list.
    document.querySelectorAll("[data-related]").forEach(function (link) {
      fetch(link.href.replace("/related/?", "/related/list?")).then(function (answer) { return answer.json(); }).then(function (said) {
        if (!said.related.length) { return; }
        var list = document.createElement("ul");
        list.className = "listing";
        said.related.forEach(function (one) {
          var entry = document.createElement("li"), to = document.createElement("a"), about = document.createElement("p");
          to.href = one.href;
          to.textContent = one.title;
          about.className = "about";
          about.textContent = [one.unit, one.document_number, one.date].filter(Boolean).join("　");
          entry.append(to, about);
          list.append(entry);
        });
        var heading = document.createElement("h2");
        heading.textContent = link.textContent.replace(/^查找/, "");
        link.parentElement.replaceWith(heading, list);
      }, function () { /* the link stays */ });
    });
    document.querySelectorAll("[data-copy]").forEach(function (button) {
      var said = document.querySelector("[data-copied]");
      if (!navigator.clipboard) { return; }
      button.hidden = false;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(document.querySelector("link[rel=canonical]").href).then(
          function () { said.textContent = said.dataset.said; }, function () { said.textContent = said.dataset.failed; });
      });
    });
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
  });
})();
